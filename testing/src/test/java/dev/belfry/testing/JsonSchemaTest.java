package dev.belfry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;

/** The schema validator and the JSON libraries on the class path fit together. */
class JsonSchemaTest {
    @Test
    void aSchemaRefusesWhatItForbids() {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema("{\"type\":\"object\",\"required\":[\"id\"]}");
        assertThat(schema.validate("{\"id\":1}", InputFormat.JSON)).isEmpty();
        assertThat(schema.validate("{}", InputFormat.JSON)).hasSize(1);
        assertThat(schema.validate("name: x", InputFormat.YAML)).hasSize(1);
    }
}
