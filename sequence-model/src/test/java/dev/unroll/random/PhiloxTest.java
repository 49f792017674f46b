package dev.unroll.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhiloxTest {

    /** The known answers for philox4x32-10 of Random123, the distribution of the function's authors. */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"})
    void blocksAreTheKnownAnswers(String counter, String key, String expected) {
        int[] c = words(counter);
        int[] k = words(key);
        int[] out = new int[4];
        Philox.block(Philox.join(k[0], k[1]), Philox.join(c[0], c[1]), Philox.join(c[2], c[3]), out);
        assertThat(Arrays.stream(out).mapToObj(HexFormat.of()::toHexDigits).collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0xFFFFFFFEL, 0xFFFFFFFFL, 0x123456789ABCDEFL, -1})
    void twoBlocksAreTwoBlocks(long counter) {
        long key = 0x299f31d0a4093822L;
        int[] first = new int[4];
        int[] second = new int[4];
        int[] both = new int[8];
        Philox.block(key, counter, 0, first);
        Philox.block(key, counter + 1, 0, second);

        Philox.twoBlocks(key, counter, both);

        assertThat(Arrays.copyOf(both, 4)).isEqualTo(first);
        assertThat(Arrays.copyOfRange(both, 4, 8)).isEqualTo(second);
    }

    private static int[] words(String hex) {
        return Arrays.stream(hex.trim().split(" ")).mapToInt(word -> Integer.parseUnsignedInt(word, 16)).toArray();
    }
}
