package dev.belfry.status.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)([^>]*)>");
    private static final Pattern ALLOWED = Pattern.compile("p|br|strong|em|code|pre|ul|ol|li|blockquote|a");
    private static final Pattern LINK = Pattern.compile(
            "|( rel=\"noopener noreferrer nofollow\" href=\"((https?|mailto):[^\"<>]*)?\"( title=\"[^\"<>]*\")?)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<svg/onload=alert(1)>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt&colon;alert(1))",
                "[x](java\tscript:alert(1))",
                "[x](&#106;avascript:alert(1))",
                "[x](\u0001javascript:alert(1))",
                "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
                "[x](vbscript:msgbox(1))",
                "[x](//evil.example/x)",
                "[x](/sign-out)",
                "<javascript:alert(1)>",
                "![x](javascript:alert(1))",
                "![x](https://evil.example/pixel.gif)",
                "![<script>](x)",
                "[x]: javascript:alert(1)\n\n[x]",
                "[x](https://e.example \"\\\" onmouseover=alert(1) x=\\\"\")",
                "[x](https://e.example/\"onmouseover=\"alert(1))",
                "```\n</code></pre><script>alert(1)</script>\n```",
                "```\"onclick=alert(1)\ncode\n```",
                "`<svg onload=alert(1)>`",
                "> <iframe src=//x>",
                "- <style>*{display:none}</style>",
                "# <a href=\"javascript:x\">",
                "<!--><script>alert(1)</script>-->",
                "<![CDATA[<script>alert(1)</script>]]>",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "<div style=\"position:fixed\">over all</div>",
                "**<b onclick=x>**"
            })
    void nothingPostedIsMoreThanAFewHarmlessElements(String hostile) {
        var html = Markdown.html(hostile);
        var tags = TAG.matcher(html);
        while (tags.find()) {
            assertThat(ALLOWED.matcher(tags.group(2)).matches())
                    .as(tags.group() + " in " + html)
                    .isTrue();
            var attributes = tags.group(3);
            boolean harmless = switch (tags.group(2)) {
                case "a" -> LINK.matcher(attributes).matches();
                case "code" -> attributes.isEmpty() || attributes.matches(" class=\"language-[^\"<>]*\"");
                default -> attributes.isEmpty() || attributes.equals(" /");
            };
            assertThat(harmless).as(tags.group() + " in " + html).isTrue();
        }
        assertThat(TAG.matcher(html).replaceAll("")).as(html).doesNotContain("<");
        assertThat(html.toLowerCase(Locale.ROOT)).doesNotContain("href=\"javascript", "href=\"data", "href=\"vb");
    }

    @Test
    void whatPeopleWriteLooksAsTheyMeanIt() {
        assertThat(Markdown.html("We see **errors**.\nSee [the page](https://example.com).\n\n- one\n- two"))
                .contains(
                        "<strong>errors</strong>.<br",
                        "<a rel=\"noopener noreferrer nofollow\" href=\"https://example.com\">the page</a>",
                        "<li>one</li>");
        assertThat(Markdown.html("![a map](https://example.com/m.png)")).isEqualTo("<p>a map</p>\n");
        assertThat(Markdown.html("# Not a heading")).isEqualTo("<p># Not a heading</p>\n");
    }

    @Test
    void wordsAloneAreOneLineOfBoundedLength() {
        assertThat(Markdown.words("We **see**\n\n- [errors](https://e.example)", 100))
                .doesNotContain("*", "\n", "[")
                .startsWith("We see");
        assertThat(Markdown.words("a".repeat(300), 200)).hasSize(201).endsWith("…");
        assertThat(Markdown.words("😀".repeat(150), 201)).isEqualTo("😀".repeat(100) + "…");
    }
}
