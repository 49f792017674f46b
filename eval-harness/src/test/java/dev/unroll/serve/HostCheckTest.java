package dev.unroll.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class HostCheckTest {

    @Test
    void onLoopbackOnlyItsOwnNamesAreAnswered() throws Exception {
        HostCheck check = new HostCheck(InetAddress.getByName("127.0.0.1"), "127.0.0.1");

        assertThat(check.allows("127.0.0.1:8600")).isTrue();
        assertThat(check.allows("LocalHost:8600")).isTrue();
        assertThat(check.allows("[::1]:8600")).isTrue();
        assertThat(check.allows("evil.example:8600")).isFalse();
        assertThat(check.allows("127.0.0.1.evil.example")).isFalse();
        assertThat(check.allows("10.0.0.7:8600")).isFalse();
        assertThat(check.allows("")).isFalse();
        assertThat(check.allows(null)).isFalse();
    }

    @Test
    void boundToEverybodyAddressesInDigitsAreAnsweredButNoNames() throws Exception {
        HostCheck check = new HostCheck(InetAddress.getByName("0.0.0.0"), "0.0.0.0");

        assertThat(check.allows("10.0.0.7:8600")).isTrue();
        assertThat(check.allows("[fe80::1]:8600")).isTrue();
        assertThat(check.allows("evil.example")).isFalse();
    }
}
