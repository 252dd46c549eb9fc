package dev.belfry.incident.signal.rule;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Common Expression Language as conditions have it: typed, and with a bound on every kind of work. */
final class Language {
    static final int LONGEST = 2_000;
    private static final int MOST_NODES = 300;
    private static final int MOST_LOOPS = 2;
    private static final int MOST_ERRORS = 5;
    private static final int LONGEST_REASON = 300;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(50)
            .comprehensionMaxIterations(1_000)
            .maxRegexProgramSize(Condition.LARGEST_PROGRAM)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final Cel CEL = CelFactory.plannerCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("title", SimpleType.STRING)
            .addVar("severity", SimpleType.STRING)
            .addVar("source", SimpleType.STRING)
            .addVar("component", SimpleType.STRING)
            .addVar("description", SimpleType.STRING)
            .addVar("key", SimpleType.STRING)
            .addVar("format", SimpleType.STRING)
            .addVar("priority", SimpleType.STRING)
            .addVar("labels", MapType.create(SimpleType.STRING, SimpleType.STRING))
            .addVar("details", MapType.create(SimpleType.STRING, SimpleType.STRING))
            .addVar("tags", ListType.create(SimpleType.STRING))
            .addVar("received", SimpleType.TIMESTAMP)
            .setResultType(SimpleType.BOOL)
            .addCompilerLibraries(CelExtensions.optional())
            .addRuntimeLibraries(CelExtensions.optional())
            .build();

    private Language() {}

    /** A condition that cannot be compiled, in words for whoever wrote it. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String words) {
            super(words);
        }
    }

    /** A condition that failed with an alert. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String why) {
            super(why, null, false, false);
        }
    }

    /** The condition as a test. A label that is named and not there is no failure: the condition does not hold. */
    static Predicate<Facts> compile(String text) throws Unreadable {
        if (text.length() > LONGEST) {
            throw new Unreadable("A condition has at most " + LONGEST + " characters.");
        }
        try {
            var tree = CEL.compile(text).getAst();
            check(tree);
            return test(CEL.createProgram(tree));
        } catch (CelValidationException invalid) {
            throw new Unreadable(invalid.getErrors().stream()
                    .limit(MOST_ERRORS)
                    .map(Language::words)
                    .collect(Collectors.joining("; ")));
        } catch (CelEvaluationException | RuntimeException | StackOverflowError odd) {
            throw new Unreadable("This cannot be compiled: " + shortened(odd.getMessage()));
        }
    }

    /** What is wrong with a condition; null when nothing is. */
    static @Nullable String problem(String text) {
        try {
            compile(text);
            return null;
        } catch (Unreadable unreadable) {
            return unreadable.getMessage();
        }
    }

    private static Predicate<Facts> test(CelRuntime.Program program) {
        return facts -> {
            try {
                return Boolean.TRUE.equals(program.eval(name -> facts.variable(name)));
            } catch (CelEvaluationException failed) {
                if (failed.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND) {
                    return false;
                }
                throw new Failed(shortened(failed.getMessage()));
            } catch (RuntimeException | StackOverflowError failed) {
                throw new Failed(shortened(failed.getMessage()));
            }
        };
    }

    private static void check(CelAbstractSyntaxTree tree) throws Unreadable {
        var nodes = CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(node -> node.expr())
                .toList();
        if (nodes.size() > MOST_NODES) {
            throw new Unreadable("The condition is too large: make two rules of it.");
        }
        if (nodes.stream()
                        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION)
                        .count()
                > MOST_LOOPS) {
            throw new Unreadable("A condition goes over lists or labels at most " + MOST_LOOPS + " times.");
        }
        for (var node : nodes) {
            if (node.getKind() == CelExpr.ExprKind.Kind.CALL
                    && node.call().function().equals("matches")) {
                var pattern = node.call().args().getLast();
                if (pattern.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                        || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
                    throw new Unreadable("matches() takes a regular expression that is written in the condition.");
                }
                var wrong = Condition.patternProblem(pattern.constant().stringValue());
                if (wrong != null) {
                    throw new Unreadable(wrong);
                }
            }
        }
    }

    private static String words(CelIssue issue) {
        var place = issue.getSourceLocation();
        // The compiler counts columns from 0, people from 1.
        return place.getLine() < 1
                ? issue.getMessage()
                : "line " + place.getLine() + ", column " + (place.getColumn() + 1) + ": " + issue.getMessage();
    }

    private static String shortened(@Nullable String words) {
        var text = String.valueOf(words);
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    }
}
