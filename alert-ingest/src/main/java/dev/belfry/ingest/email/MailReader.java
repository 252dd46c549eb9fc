package dev.belfry.ingest.email;

import dev.belfry.ingest.source.Charsets;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mail as it was sent (RFC 5322, MIME). Whatever cannot be read is left out: a mail to a known address is never
 * refused for its form.
 */
final class MailReader {
    private static final int MAX_TEXT = 256 * 1024;
    private static final int MAX_PARTS = 100;
    private static final int MAX_DEPTH = 10;
    private static final int MAX_NAMES = 20;
    private static final int MAX_HEADER = 8_192;
    private static final Pattern UTF8_WORD = Pattern.compile("=\\?utf-8\\?", Pattern.CASE_INSENSITIVE);
    private static final long YEAR_9999 = 253_370_764_800L;

    private final List<String> attachments = new ArrayList<>();
    private @Nullable String plain;
    private @Nullable String html;
    private int parts;

    private MailReader() {}

    static Mail read(byte[] content) {
        return new MailReader().mail(content);
    }

    private Mail mail(byte[] content) {
        MimeMessage message;
        try {
            // A session of its own: nothing in it, and nobody can change it.
            message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(content));
        } catch (MessagingException | RuntimeException unreadable) {
            return new Mail("", "", "", "", null, cut(Charsets.text(content, "")), List.of(), false);
        }
        walk(message, 0);
        var text = plain != null && !plain.isBlank() ? plain : html == null ? "" : HtmlText.of(html);
        return new Mail(
                header(message, "Message-ID"),
                thread(message),
                address(header(message, "From")),
                header(message, "Subject"),
                sentAt(message),
                cut(text.replace('\0', '\uFFFD')).strip(),
                List.copyOf(attachments),
                isAutomatic(message));
    }

    private void walk(MimePart part, int depth) {
        if (++parts > MAX_PARTS || depth > MAX_DEPTH) {
            return;
        }
        var type = type(part);
        var word = type == null ? "text/plain" : type.getBaseType().toLowerCase(Locale.ROOT);
        try {
            if (word.startsWith("multipart/")) {
                var multipart = new MimeMultipart(new MimePartDataSource(part));
                for (int i = 0; i < multipart.getCount(); i++) {
                    walk((MimePart) multipart.getBodyPart(i), depth + 1);
                }
            } else if (isAttachment(part) || !word.startsWith("text/")) {
                var name = part.getFileName();
                if (attachments.size() < MAX_NAMES) {
                    attachments.add(name == null ? word : decoded(name));
                }
            } else if (word.equals("text/html")) {
                html = html == null ? text(part, type) : html;
            } else {
                plain = plain == null ? text(part, type) : plain;
            }
        } catch (MessagingException | IOException | RuntimeException unreadable) {
            // The other parts may say it.
        }
    }

    private static @Nullable ContentType type(MimePart part) {
        try {
            var type = part.getContentType();
            return type == null ? null : new ContentType(type);
        } catch (MessagingException none) {
            return null;
        }
    }

    private static boolean isAttachment(MimePart part) {
        try {
            return Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
        } catch (MessagingException none) {
            return false;
        }
    }

    private static String text(MimePart part, @Nullable ContentType type) throws MessagingException, IOException {
        var bytes = bytes(part);
        var name = type == null ? null : type.getParameter("charset");
        return Charsets.text(bytes, name == null ? "" : "charset=" + MimeUtility.javaCharset(name));
    }

    private static byte[] bytes(MimePart part) throws MessagingException, IOException {
        try (var decoded = part.getInputStream()) {
            return decoded.readAllBytes();
        } catch (IOException badlyEncoded) {
            try (var raw = raw(part)) {
                return raw.readAllBytes();
            }
        }
    }

    private static InputStream raw(MimePart part) throws MessagingException {
        return switch (part) {
            case MimeBodyPart inner -> inner.getRawInputStream();
            case MimeMessage whole -> whole.getRawInputStream();
            default -> InputStream.nullInputStream();
        };
    }

    private static String header(MimeMessage message, String name) {
        try {
            var value = message.getHeader(name, null);
            return value == null ? "" : decoded(value);
        } catch (MessagingException none) {
            return "";
        }
    }

    /** Encoded words (RFC 2047), and bytes as they are (RFC 6532), which come as ISO-8859-1 characters. */
    private static String decoded(String header) {
        var plain = MimeUtility.unfold(header.length() > MAX_HEADER ? header.substring(0, MAX_HEADER) : header);
        if (plain.chars().noneMatch(one -> one > 0xff)) {
            plain = Charsets.text(plain, "");
        }
        try {
            var text = MimeUtility.decodeText(plain);
            // A word that says UTF-8 and is something else would lose what tells two hosts apart.
            return (text.indexOf('\uFFFD') < 0
                            ? text
                            : MimeUtility.decodeText(UTF8_WORD.matcher(plain).replaceAll("=?ISO-8859-1?")))
                    .strip();
        } catch (UnsupportedEncodingException | RuntimeException unknown) {
            return plain.strip();
        }
    }

    private static String thread(MimeMessage message) {
        for (var name : new String[] {"References", "In-Reply-To"}) {
            var ids = header(message, name);
            int start = ids.indexOf('<');
            int end = ids.indexOf('>', start + 1);
            if (start >= 0 && end > start) {
                return ids.substring(start, end + 1);
            }
        }
        return "";
    }

    private static String address(String from) {
        int start = from.lastIndexOf('<');
        int end = from.indexOf('>', start + 1);
        return start >= 0 && end > start ? from.substring(start + 1, end).strip() : from;
    }

    private static @Nullable Instant sentAt(MimeMessage message) {
        try {
            var date = message.getSentDate();
            var time = date == null ? null : date.toInstant();
            return time == null || time.getEpochSecond() < 0 || time.getEpochSecond() > YEAR_9999 ? null : time;
        } catch (MessagingException | RuntimeException none) {
            return null;
        }
    }

    /** RFC 3834, and what Microsoft's servers write. */
    private static boolean isAutomatic(MimeMessage message) {
        var submitted = header(message, "Auto-Submitted").toLowerCase(Locale.ROOT);
        return !(submitted.isEmpty() || submitted.equals("no") || submitted.startsWith("no;"))
                || !header(message, "X-Auto-Response-Suppress").isEmpty();
    }

    private static String cut(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
