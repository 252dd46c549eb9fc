package dev.belfry.incident.learning.postmortem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PdfTest {
    @Test
    void itReadsAsItWasWrittenInAnyAlphabetOfEurope() throws IOException {
        try (var pdf = read("# Платежи не шли\n\nΟι πληρωμές, čeština, Ünïcödé → “done” ✓ & <b>raw</b>")) {
            assertThat(text(pdf))
                    .contains("Платежи не шли", "Οι πληρωμές", "čeština", "Ünïcödé → “done” ✓", "& <b>raw</b>")
                    .contains("Postmortem of #1042", "1 of 1");
        }
    }

    @Test
    void headingsAreBookmarksAndPagesAreNumbered() throws IOException {
        var story = "# Title\n\n## What \"happened\" & why\n\n" + "A line of the story.\n\n".repeat(120)
                + "## Impact `x`\n\nNone.";
        try (var pdf = read(story)) {
            assertThat(pdf.getNumberOfPages()).isGreaterThan(1);
            assertThat(text(pdf)).contains("2 of " + pdf.getNumberOfPages());
            assertThat(pdf.getDocumentCatalog().getDocumentOutline().children())
                    .extracting(item -> item.getTitle())
                    .containsExactly("Title", "What \"happened\" & why", "Impact \"x\"");
        }
    }

    @Test
    void itsPropertiesHaveItsTitleAndAddressesAreLinks() throws IOException {
        try (var pdf = read("# Payments & tills failed\n\nSee https://wiki.example.com/tills?x=1&y=2, and no more.")) {
            assertThat(pdf.getDocumentInformation().getTitle()).isEqualTo("Payments & tills failed");
            var link = (PDAnnotationLink) pdf.getPage(0).getAnnotations().getFirst();
            assertThat(((PDActionURI) link.getAction()).getURI()).isEqualTo("https://wiki.example.com/tills?x=1&y=2");
        }
        try (var pdf = read("No heading")) {
            assertThat(pdf.getDocumentInformation().getTitle()).isEqualTo("Postmortem of #1042");
        }
    }

    @Test
    void nothingThatItNamesIsFetched() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(1);
            var at = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            try (var pdf = read("# x\n\n![a picture](" + at + ".png)\n\n<img src=\"" + at + "\">"
                    + "<link rel=\"stylesheet\" href=\"" + at + ".css\"><style>@import \"" + at + "\";</style>\n\n"
                    + "[a file](file:///etc/passwd) [x](javascript:alert(1))")) {
                assertThat(text(pdf)).contains("a picture", "<img src=").doesNotContain("root:");
            }
            assertThat(catchThrowable(server::accept)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void whatCannotStandInXmlOrHasNoLetterDoesNoHarm() throws IOException {
        try (var pdf = read("# a\u0001b \ud800 支払い\n\n| a | b |\n|---|---|\n| " + "x".repeat(5_000) + " | 2 |")) {
            assertThat(text(pdf)).contains("a\ufffdb");
        }
    }

    private static PDDocument read(String markdown) throws IOException {
        return Loader.loadPDF(Pdf.of(markdown, 1042));
    }

    private static String text(PDDocument pdf) throws IOException {
        return new PDFTextStripper().getText(pdf);
    }
}
