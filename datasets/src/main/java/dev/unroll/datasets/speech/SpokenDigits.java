package dev.unroll.datasets.speech;

import java.util.List;

/**
 * The ten digits of English as speech sounds. Vowels are those measured; the consonants' targets are ours, near the
 * usual ones of formant synthesis (Klatt 1980, "Software for a cascade/parallel formant synthesizer"), without a claim
 * to be anybody's measurements.
 */
final class SpokenDigits {

    static final List<String> NAMES = List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
            "nine");

    private static final Phone W = Phone.voiced(70, 0.7, 290, 610, 2_150);
    private static final Phone R = Phone.voiced(70, 0.8, 310, 1_060, 1_380);
    private static final Phone N = Phone.voiced(80, 0.5, 250, 1_340, 2_470);
    private static final Phone Z = Phone.noise(90, 0.4, 0.25, 3_600, 600, 1_390);
    private static final Phone S = Phone.noise(110, 0, 0.5, 3_700, 500, 1_390);
    private static final Phone F = Phone.noise(100, 0, 0.12, 3_000, 2_500, 1_100);
    private static final Phone V = Phone.noise(70, 0.4, 0.06, 3_000, 2_500, 1_100);
    private static final Phone TH = Phone.noise(90, 0, 0.1, 3_300, 2_000, 1_290);
    private static final Phone T_CLOSED = Phone.silence(50, 1_800);
    private static final Phone T = Phone.noise(25, 0, 0.6, 3_400, 800, 1_800);
    private static final Phone K_CLOSED = Phone.silence(50, 1_900);
    private static final Phone K = Phone.noise(25, 0, 0.5, 1_900, 500, 1_900);

    private static final List<List<Phone>> DIGITS = List.of(
            List.of(Z, vowel(Vowel.IH, 70), R, vowel(Vowel.AO, 90), vowel(Vowel.UW, 90)),
            List.of(W, vowel(Vowel.AH, 130), N),
            List.of(T_CLOSED, T, vowel(Vowel.UW, 170)),
            List.of(TH, R, vowel(Vowel.IY, 160)),
            List.of(F, vowel(Vowel.AO, 130), R),
            List.of(F, vowel(Vowel.AA, 110), vowel(Vowel.IH, 80), V),
            List.of(S, vowel(Vowel.IH, 80), K_CLOSED, K, S),
            List.of(S, vowel(Vowel.EH, 80), V, vowel(Vowel.AH, 60), N),
            List.of(vowel(Vowel.EH, 90), vowel(Vowel.IY, 70), T_CLOSED, T),
            List.of(N, vowel(Vowel.AA, 100), vowel(Vowel.IY, 80), N));

    private SpokenDigits() {
    }

    private static Phone vowel(Vowel vowel, double millis) {
        return Phone.vowel(vowel, millis);
    }

    static List<Phone> of(int digit) {
        return DIGITS.get(digit);
    }
}
