package dev.belfry.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlashTest {
    private static final String CSRF = "of this session";

    @Test
    void aSentenceAndItsUndoComeBackAsTheyWere() {
        var flash = new Flash(Flash.Kind.DONE, "#7 resolved! “Ünïcode; 100 %”", "/incidents/7/reopen?seen=3");
        assertThat(Flash.of(flash.cookie(CSRF), CSRF)).isEqualTo(flash);
    }

    @Test
    void anUndoThatIsNotOfThisSessionIsLeftOut() {
        var planted = new Flash(Flash.Kind.DONE, "Look", "/people/1/remove").cookie("of another");
        assertThat(Flash.of(planted, CSRF)).isEqualTo(new Flash(Flash.Kind.DONE, "Look", null));
    }

    @Test
    void whatIsNotOursSaysNothing() {
        assertThat(Flash.of("", CSRF)).isEqualTo(Flash.NONE);
        assertThat(Flash.of("LOUD!a!b!c", CSRF)).isEqualTo(Flash.NONE);
        assertThat(Flash.of("DONE!%zz!!", CSRF)).isEqualTo(Flash.NONE);
    }
}
