package dev.belfry.ingest.mapping;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.stream.Collectors;

/**
 * The Common Expression Language as mappings have it: the standard definitions, optionals, and of the string extensions
 * those whose results are not longer than their arguments. It is loaded by the first mapping that comes, and by nothing
 * else.
 */
final class Language {
    /** A page of text. */
    static final int MAX_CHARACTERS = 4_000;

    private static final int MAX_ERRORS = 5;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_CHARACTERS)
            .maxParseRecursionDepth(100)
            .comprehensionMaxIterations(10_000)
            .maxRegexProgramSize(1_000)
            .enableHeterogeneousNumericComparisons(true)
            .build();
    private static final Function[] STRINGS = {
        Function.CHAR_AT,
        Function.INDEX_OF,
        Function.LAST_INDEX_OF,
        Function.LOWER_ASCII,
        Function.SPLIT,
        Function.SUBSTRING,
        Function.TRIM,
        Function.UPPER_ASCII
    };
    // The newer runtime goes over the whole body each time it is named, and over a list for each element it is made of.
    private static final Cel CEL = CelFactory.legacyCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("body", SimpleType.DYN)
            .addVar("headers", MapType.create(SimpleType.STRING, SimpleType.STRING))
            .addVar("item", SimpleType.DYN)
            .addCompilerLibraries(CelExtensions.optional(), CelExtensions.strings(STRINGS))
            .addRuntimeLibraries(CelExtensions.optional(), CelExtensions.strings(STRINGS))
            .build();

    private Language() {}

    /** An expression that compiles, or the compiler's words. */
    sealed interface Compiled {
        record Ready(CelAbstractSyntaxTree tree, CelRuntime.Program program) implements Compiled {}

        record Bad(String words) implements Compiled {}
    }

    static Compiled compile(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return new Compiled.Bad("must have at most " + MAX_CHARACTERS + " characters");
        }
        try {
            var tree = CEL.compile(text).getAst();
            return new Compiled.Ready(tree, CEL.createProgram(tree));
        } catch (CelValidationException invalid) {
            return new Compiled.Bad(invalid.getErrors().stream()
                    .limit(MAX_ERRORS)
                    .map(Language::words)
                    .collect(Collectors.joining("; ")));
        } catch (CelEvaluationException | RuntimeException | StackOverflowError odd) {
            return new Compiled.Bad("cannot be compiled: " + odd.getMessage());
        }
    }

    private static String words(CelIssue issue) {
        var place = issue.getSourceLocation();
        // The compiler counts columns from 0, people from 1.
        return place.getLine() < 1
                ? issue.getMessage()
                : "line " + place.getLine() + ", column " + (place.getColumn() + 1) + ": " + issue.getMessage();
    }
}
