package dev.belfry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The engines that tests share. */
@ExtendWith(Engines.class)
@Timeout(120)
class EnginesIT {
    @Test
    void eachTestGetsADatabaseOfItsOwnThatTheReactiveClientReaches(Engines.Postgres postgres) throws Exception {
        String first = postgres.newDatabase("Room-1");
        String second = postgres.newDatabase("Room-1");
        assertThat(first).startsWith("room_1_").isNotEqualTo(second);

        var vertx = Vertx.vertx();
        try {
            var answer = PgConnection.connect(vertx, postgres.uri(first))
                    .compose(connection -> connection
                            .query("SELECT current_database() AS name")
                            .execute())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(answer.iterator().next().getString("name")).isEqualTo(first);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void theEnginesAreTheSameForAllTests() throws Exception {
        assertThat(Engines.postgres()).isSameAs(Engines.postgres());
        String bootstrap = Engines.kafka();
        assertThat(Engines.kafka()).isEqualTo(bootstrap);
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic("room", 3, (short) 1)))
                    .all()
                    .get();
            assertThat(admin.listTopics().names().get()).contains("room");
        }
    }
}
