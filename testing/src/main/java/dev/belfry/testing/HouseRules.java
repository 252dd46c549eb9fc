package dev.belfry.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules that make the house readable from any room; each module's {@code HouseRulesTest} calls one of them. */
public final class HouseRules {
    private static final String HOUSE = "dev.belfry";
    private static final String CONTRACTS = HOUSE + ".contracts";
    private static final String PLATFORM = HOUSE + ".platform";
    private static final Set<String> SERVICES = Set.of("ingest", "incident", "oncall", "notifier", "status").stream()
            .map(service -> HOUSE + "." + service)
            .collect(Collectors.toUnmodifiableSet());

    private static final List<String> WIRING = List.of("Service", "Main", "Settings");
    private static final List<String> IO = Stream.concat(
                    Stream.of(
                            "Routes",
                            "Pages",
                            "Consumer",
                            "Timer",
                            "Sweep",
                            "Commands",
                            "Queries",
                            "Store",
                            "Client",
                            "Relay"),
                    WIRING.stream())
            .toList();
    private static final List<String> OUTSIDE =
            List.of("io.vertx", "java.net.http", "java.sql", "java.nio.file", "org.apache.kafka");
    private static final List<String> VALUES = List.of("io.vertx.core.json", "io.vertx.core.buffer");
    private static final List<String> EMPTY_NAMES =
            List.of("Impl", "Manager", "Helper", "Util", "Utils", "Base", "Common", "DTO", "Dto");
    private static final Pattern DOMAIN_NOUN = Pattern.compile(
            "\\b((alert|incident|escalation|schedule|rotation|subscriber|postmortem|pager)s?|deliver(y|ies)"
                    + "|on ?call)\\b");

    private static final String NO_INDEX =
            "clock_timestamp() may differ from row to row, so no index serves the comparison and the whole table is"
                    + " read: compare with statement_timestamp()";
    static final Pattern VOLATILE_TIME = Pattern.compile("[<>]=?\\s*clock_timestamp\\(\\)");

    private HouseRules() {}

    /** Holds all rules against the module whose classes are in the package, such as {@code dev.belfry.incident}. */
    public static void check(String root) {
        List<ArchRule> rules = new ArrayList<>(
                List.of(pureUnlessNamed(), noCycles(), chanceAndTimeAreHandedIn(), namesSaySomething(), nullMarked()));
        if (SERVICES.contains(root)) {
            rules.add(servicesStandAlone(root));
            rules.add(sqlIsInStores());
            refuse(Path.of("src/main/java"), VOLATILE_TIME, NO_INDEX);
        }
        if (root.equals(CONTRACTS)) {
            rules.add(contractsNeedOnlyTheJdk(root));
        }
        check(production(root), rules);
    }

    /** Holds the rules of {@code dev.belfry.platform}; the classes named are edges that may read the clock or draw lots. */
    public static void checkPlatform(String... edges) {
        refuse(Path.of("src/main/java"), VOLATILE_TIME, NO_INDEX);
        check(
                production(PLATFORM),
                List.of(
                        noCycles(),
                        chanceAndTimeAreHandedIn(edges),
                        namesSaySomething(),
                        nullMarked(),
                        noDomainNouns(),
                        platformKnowsNobody()));
    }

    /** Fails where a source says what the pattern finds. */
    static void refuse(Path sources, Pattern said, String because) {
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> found = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                said.matcher(Files.readString(file)).results().forEach(hit -> found.add(file + ": " + hit.group()));
            }
            if (!found.isEmpty()) {
                throw new AssertionError(String.join("\n", found) + "\n" + because);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints how many lines of Java the directory holds, blank ones aside, and fails above the budget. */
    public static void lineBudget(Path sources, int max) {
        try (Stream<Path> files = Files.walk(sources)) {
            long lines = 0;
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                try (Stream<String> text = Files.lines(file)) {
                    lines += text.filter(line -> !line.isBlank()).count();
                }
            }
            System.out.println("line budget of " + sources + ": " + lines + " of " + max);
            if (lines > max) {
                throw new AssertionError(sources + " has " + lines + " lines, its budget is " + max
                        + ": what stands under every service has to stay small enough to be known by heart");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void check(JavaClasses classes, List<ArchRule> rules) {
        String broken = rules.stream()
                .map(rule -> rule.allowEmptyShould(true).evaluate(classes))
                .filter(EvaluationResult::hasViolation)
                .map(result -> result.getFailureReport().toString())
                .collect(Collectors.joining("\n\n"));
        if (!broken.isEmpty()) {
            throw new AssertionError(broken);
        }
    }

    private static JavaClasses production(String root) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
        if (classes.isEmpty()) {
            throw new AssertionError("there is no class in " + root);
        }
        return classes;
    }

    static ArchRule pureUnlessNamed() {
        return classes()
                .that(are("neither named for I/O nor generated", type -> !isNamed(type, IO) && !isGenerated(type)))
                .should(have(
                        "no dependency on the outside world",
                        type -> type.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> isOutside(dependency.getTargetClass()))
                                .map(Dependency::getDescription)))
                .because("a class is pure unless its suffix names its I/O (" + String.join(", ", IO)
                        + "): move the I/O into such a class and hand its result in as a value");
    }

    static ArchRule noCycles() {
        return slices().assignedFrom(new PackageSlices())
                .should()
                .beFreeOfCycles()
                .because("packages that need each other are one package: merge them, or turn one dependency round");
    }

    static ArchRule chanceAndTimeAreHandedIn(String... edges) {
        Set<String> exempt = Set.of(edges);
        return classes()
                .that(are(
                        "not wiring",
                        type -> !isNamed(type, WIRING) && !isGenerated(type) && !exempt.contains(outermost(type))))
                .should(have(
                        "no call to the clock, to chance or to sleep",
                        type -> type.getAccessesFromSelf().stream()
                                .filter(access -> access.getTarget() instanceof CodeUnitAccessTarget target
                                        && isBanned(
                                                target,
                                                isNamed(type, IO)
                                                        || type.getPackageName().startsWith(PLATFORM)))
                                .map(access -> access.getDescription())))
                .because("time is an InstantSource and ids come from Ids, both handed in by wiring ("
                        + String.join(", ", WIRING) + "), so that a test can say what the time is; waiting is a timer");
    }

    static ArchRule namesSaySomething() {
        return classes()
                .that(are("not generated", type -> !isGenerated(type)))
                .should(have(
                        "a name that says something",
                        type -> EMPTY_NAMES.stream().anyMatch(type.getSimpleName()::endsWith)
                                        || type.getSimpleName().matches("Abstract([A-Z].*)?")
                                ? Stream.of(type.getName() + " has an empty word in its name")
                                : Stream.empty()))
                .because("a type is named for what it is in the domain; " + String.join(", ", EMPTY_NAMES)
                        + " and Abstract say nothing");
    }

    static ArchRule nullMarked() {
        return classes()
                .that(are("not generated", type -> !isGenerated(type)))
                .should(have(
                        "a package that is @NullMarked in its package-info",
                        type -> type.getPackage()
                                        .tryGetPackageInfo()
                                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                                        .isPresent()
                                ? Stream.empty()
                                : Stream.of(type.getName() + " is in " + type.getPackageName()
                                        + ", which has no package-info.java with @NullMarked")))
                .because("each package says in one sentence what it is, and null is an exception that is written down");
    }

    static ArchRule servicesStandAlone(String root) {
        return uses(List.of(root, CONTRACTS, PLATFORM), HOUSE)
                .because("services share only events: what another service knows comes through contracts on Kafka");
    }

    static ArchRule sqlIsInStores() {
        return classes()
                .that(are("not named Store", type -> !isNamed(type, List.of("Store"))))
                .should(have(
                        "no part in SQL",
                        type -> type.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> isIn(dependency.getTargetClass(), "io.vertx.sqlclient"))
                                .map(Dependency::getDescription)))
                .because(
                        "statements, their arguments and their rows are in a class named Store, so that a table has one"
                                + " place that reads and writes it");
    }

    static ArchRule platformKnowsNobody() {
        // Topics and parking are no domain: every consumer has topics and sets aside what it cannot process.
        return uses(List.of(PLATFORM, CONTRACTS + ".Topics", CONTRACTS + ".parking"), HOUSE)
                .because("the platform stands under the services and knows none of them");
    }

    static ArchRule contractsNeedOnlyTheJdk(String root) {
        return uses(List.of(root, "java", "org.jspecify"), "")
                .because("whoever reads our events should need nothing else to do so");
    }

    /** What is used of {@code within} has to be in one of the allowed packages. */
    private static ArchRule uses(List<String> allowed, String within) {
        return classes()
                .should(have(
                        "no dependency beyond " + allowed,
                        type -> type.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> {
                                    JavaClass target =
                                            dependency.getTargetClass().getBaseComponentType();
                                    return !target.isPrimitive()
                                            && (within.isEmpty() || isIn(target, within))
                                            && allowed.stream().noneMatch(name -> isIn(target, name));
                                })
                                .map(Dependency::getDescription)));
    }

    static ArchRule noDomainNouns() {
        return classes()
                .that(are("not generated", type -> !isGenerated(type)))
                .should(have(
                        "no word of the domain in a name",
                        type -> Stream.concat(
                                        Stream.of(type.getName()),
                                        type.getMembers().stream()
                                                .filter(member ->
                                                        !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                                                .map(JavaMember::getFullName))
                                .filter(name -> DOMAIN_NOUN
                                        .matcher(words(ownName(name)))
                                        .find())
                                .map(name -> name + " speaks of the domain")))
                .because("the platform serves every domain alike; what knows alerts or schedules belongs to a service");
    }

    private static boolean isOutside(JavaClass target) {
        JavaClass type = target.getBaseComponentType();
        return OUTSIDE.stream().anyMatch(name -> isIn(type, name))
                && VALUES.stream().noneMatch(name -> isIn(type, name));
    }

    /** True when the type is in that package or below it, or is that type or nested in it. */
    private static boolean isIn(JavaClass type, String root) {
        return type.getName().equals(root)
                || type.getName().startsWith(root + ".")
                || type.getName().startsWith(root + "$");
    }

    private static boolean isBanned(CodeUnitAccessTarget target, boolean mayMeasure) {
        String owner = target.getOwner().getName();
        List<String> parameters =
                target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        return switch (owner + "." + target.getName()) {
            case "java.lang.System.currentTimeMillis",
                    "java.util.UUID.randomUUID",
                    "java.lang.Thread.sleep",
                    "java.lang.Math.random",
                    "java.time.InstantSource.system",
                    "java.util.concurrent.ThreadLocalRandom.current" -> true;
            case "java.lang.System.nanoTime" -> !mayMeasure;
            case "java.util.Random.<init>" -> parameters.isEmpty();
            default -> readsSystemClock(owner, target.getName(), parameters);
        };
    }

    private static boolean readsSystemClock(String owner, String method, List<String> parameters) {
        return owner.equals("java.time.Clock")
                ? method.startsWith("system")
                : owner.startsWith("java.time.")
                        && method.equals("now")
                        && !parameters.equals(List.of("java.time.Clock"));
    }

    private static boolean isNamed(JavaClass type, List<String> suffixes) {
        return suffixes.stream().anyMatch(outermost(type)::endsWith);
    }

    /** The simple name of the file's class: nested classes and lambdas follow it. */
    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static boolean isGenerated(JavaClass type) {
        return isIn(type, "gg.jte")
                || outermost(type).equals("package-info")
                || outermost(type).matches("Jte.*Generated");
    }

    /** Without the package of the house, and for a method without its parameters, whose types may be anybody's. */
    private static String ownName(String name) {
        int parameters = name.indexOf('(');
        return (parameters < 0 ? name : name.substring(0, parameters)).replace(PLATFORM + ".", "");
    }

    /** {@code onCallRotation_of} becomes {@code on call rotation of}. */
    private static String words(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1 $2")
                .replaceAll("[^A-Za-z]+", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static DescribedPredicate<JavaClass> are(
            String description, java.util.function.Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }

    private static ArchCondition<JavaClass> have(String description, Function<JavaClass, Stream<String>> violations) {
        return new ArchCondition<>("have " + description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                violations
                        .apply(type)
                        .distinct()
                        .forEach(violation -> events.add(SimpleConditionEvent.violated(type, violation)));
            }
        };
    }

    /** Every package is a slice, the module's root too. */
    private static final class PackageSlices implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return isGenerated(type) ? SliceIdentifier.ignore() : SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
