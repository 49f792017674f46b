package dev.unroll.datasets.audio;

import dev.unroll.datasets.Check;

/**
 * How sound becomes features: the keys that every dataset of sounds takes.
 *
 * @param features     {@code mfcc}: mel-frequency cepstra; {@code log-mel}: logarithms of the energies in mel bands;
 *                     default mfcc
 * @param coefficients features per frame: cepstra from the zeroth on, or mel bands; default 13 cepstra or 40 bands
 * @param bands        mel bands that cepstra are computed from, at least {@code coefficients}; default 26 (for log-mel,
 *                     the coefficients themselves)
 * @param frameMillis  length of a frame, 1 to 1000; default 25 ms
 * @param hopMillis    from one frame to the next, 1 to 1000; default 10 ms
 * @param lowHz        where the lowest band begins; default 20
 * @param highHz       where the highest band ends, above lowHz; default half the sampling rate of the sound, which
 *                     must be the same for all sounds then
 * @param deltas       how many time derivatives are appended, 0 to 2; default 0
 */
public record MelSpec(String features, Integer coefficients, Integer bands, Double frameMillis, Double hopMillis,
        Double lowHz, Double highHz, Integer deltas) {

    public MelSpec {
        features = Check.orElse(features, "mfcc");
        Check.oneOf("features", features, "mfcc", "log-mel");
        coefficients = Check.orElse(coefficients, features.equals("mfcc") ? 13 : 40);
        Check.between(1, 256, "coefficients", coefficients);
        bands = Check.orElse(bands, features.equals("mfcc") ? Math.max(26, coefficients) : coefficients);
        Check.between(coefficients, 256, "bands", bands);
        if (features.equals("log-mel") && !bands.equals(coefficients)) {
            throw new IllegalArgumentException("bands must be the coefficients themselves for log-mel; got " + bands
                    + " bands and " + coefficients + " coefficients; leave one of the two out");
        }
        frameMillis = Check.orElse(frameMillis, 25.0);
        hopMillis = Check.orElse(hopMillis, 10.0);
        lowHz = Check.orElse(lowHz, 20.0);
        deltas = Check.orElse(deltas, 0);
        Check.range("frameMillis", frameMillis, 1, 1_000);
        Check.range("hopMillis", hopMillis, 1, 1_000);
        Check.range("lowHz", lowHz, 0, 1_000_000);
        if (highHz != null) {
            Check.range("highHz", highHz, 1, 1_000_000);
            if (highHz <= lowHz) {
                throw new IllegalArgumentException("highHz must be above lowHz; got " + highHz + " and " + lowHz);
            }
        }
        Check.between(0, 2, "deltas", deltas);
    }

    /** All defaults: 13 mel-frequency cepstra of 25 ms every 10 ms. */
    public static MelSpec standard() {
        return new MelSpec(null, null, null, null, null, null, null, null);
    }

    /** Features per frame, derivatives included. */
    public int size() {
        return coefficients * (1 + deltas);
    }
}
