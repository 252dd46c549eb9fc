package dev.belfry.oncall.rota.board;

import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/** The board: to be read from across a room, renewed by itself. */
public final class BoardPages {
    private final BoardQueries queries;

    public BoardPages(BoardQueries queries) {
        this.queries = queries;
    }

    public void on(Console console) {
        console.get("/on-call/board", Role.VIEWER, this::board);
        console.get("/on-call/now", Role.VIEWER, this::now);
    }

    /** A fragment of the home page, and a page of its own. */
    private Future<Page> now(PageCall call) {
        return queries.now(call.principal().teams().keySet(), call.principal().userId())
                .map(now -> new Page("On call now", "on-call", "on-call-now.jte", Map.of("now", now)));
    }

    private Future<Page> board(PageCall call) {
        UUID team = Uuids.of(call.query("team"));
        String path = team == null ? "/on-call/board" : "/on-call/board?team=" + team;
        return queries.board(team)
                .map(board -> new Page("Who is on call", "on-call", "board.jte", Map.of("board", board, "path", path)));
    }
}
