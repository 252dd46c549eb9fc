package dev.belfry.ingest.mapping;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One expression of a mapping, ready to be evaluated any number of times. */
final class Expression {
    /** What looks at the whole of its arguments, however deep they are. */
    private static final Set<String> COMPARING = Set.of("_==_", "_!=_", "@in", "_in_", "in");

    private static final Pattern PATH = Pattern.compile("[\\w.\\[\\]\"']{1,200}");
    private static final int MAX_REASON = 300;

    private final String text;
    private final CelRuntime.Program program;
    private final Set<Long> compared;
    private final Set<Long> searched;

    Expression(String text, CelAbstractSyntaxTree tree, CelRuntime.Program program) {
        this.text = text.strip();
        this.program = program;
        this.compared = arguments(tree, COMPARING);
        this.searched = arguments(tree, Set.of("matches"));
    }

    private static Set<Long> arguments(CelAbstractSyntaxTree tree, Set<String> functions) {
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(node -> node.expr())
                .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.CALL
                        && functions.contains(node.call().function()))
                .flatMap(node -> Stream.concat(node.call().target().stream(), node.call().args().stream()))
                .map(CelExpr::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    Value evaluate(Map<String, Object> variables, Fuel fuel) {
        if (fuel.isSpent()) {
            return tooMuch();
        }
        try {
            var result = program.trace(variables, (node, value) -> {
                if (compared.contains(node.id())) {
                    fuel.whole(value);
                } else if (searched.contains(node.id())) {
                    fuel.searched(value);
                } else {
                    fuel.step(value);
                }
            });
            // An error in a part of a condition may be made good by the other part, this one too.
            if (fuel.isSpent()) {
                return tooMuch();
            }
            fuel.whole(result);
            return JsonValues.json(result);
        } catch (Fuel.Spent spent) {
            return tooMuch();
        } catch (CelEvaluationException failed) {
            return fuel.isSpent() ? tooMuch() : new Value.Failed(reason(failed));
        } catch (RuntimeException | StackOverflowError failed) {
            return fuel.isSpent() ? tooMuch() : new Value.Failed(shortened(String.valueOf(failed.getMessage())));
        }
    }

    private static Value tooMuch() {
        return new Value.Failed("stopped, because it is too much work");
    }

    private String reason(CelEvaluationException failed) {
        if (failed.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND
                && PATH.matcher(text).matches()) {
            return "no such member: " + text;
        }
        if (failed.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
            return "stopped, because it goes over more than 10,000 elements";
        }
        return shortened(String.valueOf(failed.getMessage()));
    }

    private static String shortened(String words) {
        return words.length() > MAX_REASON ? words.substring(0, MAX_REASON) : words;
    }
}
