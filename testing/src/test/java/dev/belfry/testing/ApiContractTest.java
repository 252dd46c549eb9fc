package dev.belfry.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApiContractTest {
    private final ApiContract contract = ApiContract.load("openapi/fixture.yaml");

    @Test
    void whatTheDocumentDescribesPasses() {
        contract.check("GET", "/api/v1/things/7", 200, "application/json; charset=utf-8", "{\"id\":7}");
        contract.check("GET", "/api/v1/things/7", 404, "application/problem+json", "{\"status\":404}");
        contract.check("GET", "/somewhere/else", 200, "text/html", "<p>");
    }

    @Test
    void whatItDoesNotDescribeFails() {
        refused(200, "application/json", "{\"id\":\"seven\"}");
        refused(200, "application/json", "{}");
        refused(200, "text/html", "{\"id\":7}");
        refused(201, "application/json", "{\"id\":7}");
        refused(404, "application/problem+json", "{}");
    }

    private void refused(int status, String mediaType, String body) {
        assertThatThrownBy(() -> contract.check("GET", "/api/v1/things/7", status, mediaType, body))
                .isInstanceOf(AssertionError.class);
    }
}
