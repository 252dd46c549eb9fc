package dev.belfry.incident.catalog.service;

/**
 * What somebody typed into a form of the services page and what is wrong with it; nothing typed is ever lost.
 *
 * @param of the service whose integration form it is; empty for the form of a new service
 * @param error empty when nothing is wrong
 */
public record CatalogForm(String of, String name, String description, String type, String key, String error) {
    static final CatalogForm EMPTY = new CatalogForm("", "", "", "", "", "");

    CatalogForm with(String wrong) {
        return new CatalogForm(of, name, description, type, key, wrong);
    }
}
