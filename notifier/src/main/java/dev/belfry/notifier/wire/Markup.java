package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Text;

/** How one kind of provider writes what is bold and what is a link, and keeps what senders wrote from being either. */
enum Markup {
    /** No marks at all. */
    PLAIN {
        @Override
        String escape(String text) {
            return text;
        }

        @Override
        String bold(String text) {
            return escape(text);
        }

        @Override
        String link(String words, String url) {
            return words + ": " + url;
        }
    },
    /** Slack's: a mention needs an angle bracket, which is escaped. */
    SLACK {
        @Override
        String escape(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }

        @Override
        String bold(String text) {
            return "*" + escape(text.replace('*', '∗')) + "*";
        }

        @Override
        String link(String words, String url) {
            return "<" + escape(url.replace("|", "%7C")) + "|" + escape(words) + ">";
        }
    },
    /** Google Chat's: as Slack's, but nothing is escaped there. */
    GOOGLE {
        @Override
        String escape(String text) {
            return text.replace('<', '‹').replace('>', '›');
        }

        @Override
        String bold(String text) {
            return "*" + escape(text.replace('*', '∗')) + "*";
        }

        @Override
        String link(String words, String url) {
            return "<" + url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E") + "|" + escape(words) + ">";
        }
    },
    /** Markdown, with mentions broken by a space that has no width. */
    MARKDOWN {
        @Override
        String escape(String text) {
            return text.replaceAll("([\\\\`*_{}\\[\\]()#+!|>~<-])", "\\\\$1").replace("@", "@\u200b");
        }

        @Override
        String bold(String text) {
            return "**" + escape(text) + "**";
        }

        @Override
        String link(String words, String url) {
            return "[" + escape(words) + "](" + url.replace("(", "%28").replace(")", "%29") + ")";
        }
    },
    HTML {
        @Override
        String escape(String text) {
            return Text.html(text);
        }

        @Override
        String bold(String text) {
            return "<b>" + escape(text) + "</b>";
        }

        @Override
        String link(String words, String url) {
            return "<a href=\"" + escape(url) + "\">" + escape(words) + "</a>";
        }
    };

    abstract String escape(String text);

    abstract String bold(String text);

    abstract String link(String words, String url);
}
