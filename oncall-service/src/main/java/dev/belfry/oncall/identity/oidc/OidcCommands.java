package dev.belfry.oncall.identity.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.IdentityStore;
import dev.belfry.oncall.identity.people.PeopleCommands;
import dev.belfry.oncall.identity.people.TeamCommands;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.oncall.identity.people.UserDraft;
import dev.belfry.oncall.identity.signin.Attempt;
import dev.belfry.oncall.identity.signin.SigninCommands;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets in who the provider vouches for: finds or makes the person, gives them what their groups mean, signs them in. */
public final class OidcCommands {
    private final OidcSettings settings;
    private final ProviderClient provider;
    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final PeopleCommands people;
    private final TeamCommands teams;
    private final SigninCommands signin;

    public OidcCommands(
            OidcSettings settings,
            ProviderClient provider,
            Database database,
            InstantSource clock,
            Ids ids,
            PeopleCommands people,
            TeamCommands teams,
            SigninCommands signin) {
        this.settings = settings;
        this.provider = provider;
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.people = people;
        this.teams = teams;
        this.signin = signin;
    }

    /** What became of coming back from the provider. */
    sealed interface Entry {
        record In(Attempt.SignedIn session) implements Entry {}

        record Refused(String why) implements Entry {}
    }

    Future<Entry> enter(String code, String verifier, String nonce, SigninCommands.Place place) {
        return provider.exchange(code, verifier)
                .compose(token ->
                        token == null ? Future.succeededFuture(new IdToken.Check.Bad("its code")) : check(token, nonce))
                .compose(check -> check instanceof IdToken.Check.Good good
                        ? admit(good.token(), place)
                        : refused("What the provider sent does not hold: " + why(check) + ".", place));
    }

    private static String why(IdToken.Check check) {
        return check instanceof IdToken.Check.Bad bad ? bad.why() : "its key";
    }

    private Future<IdToken.Check> check(String token, String nonce) {
        return provider.keys(false).compose(keys -> {
            IdToken.Check first = check(token, keys, nonce);
            return first instanceof IdToken.Check.UnknownKey
                    ? provider.keys(true).map(fresh -> check(token, fresh, nonce))
                    : Future.succeededFuture(first);
        });
    }

    private IdToken.Check check(String token, JWKSet keys, String nonce) {
        return IdToken.check(token, keys, settings, nonce, clock.instant());
    }

    private Future<Entry> admit(IdToken token, SigninCommands.Place place) {
        GroupRoles.Meaning meaning = settings.groupRoles().of(token.groups());
        boolean mapped = !settings.groupRoles().rules().isEmpty();
        if (mapped && meaning.isNothing()) {
            return refused("None of your groups has a role in Belfry. Ask an administrator of Belfry for one.", place);
        }
        Role role = meaning.role() == null ? Role.VIEWER : meaning.role();
        return IdentityStore.find(database::query, settings.issuer(), token.subject())
                .compose(known -> known != null
                        ? Future.<Found>succeededFuture(new Found(known, null))
                        : first(token, mapped ? role : Role.RESPONDER))
                .compose(found -> {
                    User user = found.user();
                    if (user == null) {
                        return refused(String.valueOf(found.why()), place);
                    }
                    if (!user.active()) {
                        return refused("Your account in Belfry is not active.", place);
                    }
                    return (mapped ? granted(user, role, meaning) : Future.succeededFuture(user))
                            .compose(granted -> signin.admit(granted, place, "provider"))
                            .map(Entry.In::new);
                });
    }

    private record Found(@Nullable User user, @Nullable String why) {}

    /** Somebody who was not here before; an account that is here already is theirs only if the provider has checked the address. */
    private Future<Found> first(IdToken token, Role role) {
        String email = token.email();
        if (email == null || !email.matches("[^@\\s]+@[^@\\s]+") || email.length() > 254) {
            return Future.succeededFuture(new Found(null, "The provider does not tell your e-mail address."));
        }
        return IdentityStore.byEmail(database::query, email).compose(same -> {
            if (same != null && !token.emailVerified()) {
                return Future.succeededFuture(new Found(
                        null, "There is an account with your e-mail address, and the provider has not checked it."));
            }
            return same == null
                    ? made(token, email, role)
                    : IdentityStore.link(database::query, same.id(), settings.issuer(), token.subject())
                            .map(linked -> linked
                                    ? new Found(same, null)
                                    : new Found(
                                            null, "Your e-mail address belongs to another account of the provider."));
        });
    }

    private Future<Found> made(IdToken token, String email, Role role) {
        String name = token.name() == null || token.name().isBlank() ? email : token.name();
        UserDraft draft = new UserDraft(
                name.substring(0, Math.min(200, name.length())), email, null, role.word(), true, null, null);
        UUID id = ids.next();
        return people.create(Caller.service(), id, draft)
                .compose(answer -> answer instanceof Answer.Done<User> done
                        ? IdentityStore.link(database::query, id, settings.issuer(), token.subject())
                                .map(new Found(done.value(), null))
                        : Future.succeededFuture(new Found(null, "Your account could not be made; try again.")));
    }

    /** The groups decide at each sign-in; only the last administrator keeps what they have. */
    private Future<User> granted(User user, Role role, GroupRoles.Meaning meaning) {
        UserDraft draft = new UserDraft(user.name(), user.email(), null, role.word(), null, null, null);
        Future<User> changed = user.role().equals(role.word())
                ? Future.succeededFuture(user)
                : people.update(Caller.service(), user.id(), draft, null)
                        .map(answer -> answer instanceof Answer.Done<User> done ? done.value() : user);
        Map<String, Role> there = meaning.teams();
        return changed.compose(now -> {
            Future<Void> all = Future.succeededFuture();
            for (String team : settings.groupRoles().teams()) {
                Role wanted = there.get(team);
                all = all.compose(
                        done -> teams.place(Caller.service(), team, user.id(), wanted == null ? null : wanted.word()));
            }
            return all.map(now);
        });
    }

    private Future<Entry> refused(String why, SigninCommands.Place place) {
        return AuditStore.write(
                        database::query,
                        Caller.nobody(place.address()),
                        "session.refused",
                        null,
                        null,
                        Map.of("by", "provider", "why", why))
                .map(written -> new Entry.Refused(why));
    }
}
