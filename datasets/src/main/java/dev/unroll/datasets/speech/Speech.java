package dev.unroll.datasets.speech;

import dev.unroll.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/** What can be said: one of ten vowels, or one of ten digits. */
enum Speech {
    VOWELS(Arrays.stream(Vowel.values()).map(Vowel::word).toList()) {
        @Override
        float[] say(int label, Voice voice, RandomStream random) {
            Vowel vowel = Vowel.values()[label];
            Phone phone = Phone.vowel(vowel, 170).varied(0.04, random);
            return new FormantSynthesizer(voice, random).speak(List.of(phone), vowel.pitch(voice.type()));
        }
    },
    DIGITS(SpokenDigits.NAMES) {
        @Override
        float[] say(int label, Voice voice, RandomStream random) {
            return new FormantSynthesizer(voice, random).speak(SpokenDigits.of(label), Vowel.AH.pitch(voice.type()));
        }
    };

    private final List<String> names;

    Speech(List<String> names) {
        this.names = names;
    }

    List<String> names() {
        return names;
    }

    /** The sound of a class, {@link FormantSynthesizer#SAMPLE_RATE} samples a second. */
    abstract float[] say(int label, Voice voice, RandomStream random);
}
