package dev.belfry.standalone;

/**
 * One thing that belongs to the example.
 *
 * @param kind what people call such a thing
 * @param why why it could not be removed; empty when nobody has tried
 */
public record ExampleThing(String resource, String id, String kind, String name, String why) {
    ExampleThing refused(String reason) {
        return new ExampleThing(resource, id, kind, name, reason);
    }
}
