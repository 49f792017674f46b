package dev.unroll.datasets.speech;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.PartSizes;
import dev.unroll.datasets.audio.MelFeatures;
import dev.unroll.datasets.audio.MelSpec;
import dev.unroll.datasets.synthetic.ConstantAnswer;
import dev.unroll.datasets.synthetic.ExampleStreams;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which vowel, or which digit, was spoken? A formant synthesizer speaks ({@link FormantSynthesizer}), with a new
 * speaker for every example: man, woman or child, each equally likely, of random pitch, vocal tract, tempo and
 * loudness. No speaker is in two parts.
 *
 * <p>The ten vowels are those of Peterson &amp; Barney (1952), from the averages of each type of speaker, every formant
 * of an utterance within another 4 % of the speaker's, 100 to 255 ms long. The ten digits are made of such vowels and
 * of consonants ({@link SpokenDigits}). Classes are equally likely: chance is 1/10.
 *
 * <p>A step is a frame of 25 ms, every 10 ms: thirteen mel-frequency cepstra ({@link MelFeatures}), each scaled by its
 * mean and standard deviation over the frames of the first hundred training examples. What a vowel looks like, two
 * cepstra of the thirteen shown:
 * <pre>
 *   frame    1      2      3    …   18
 *   mfcc0    0.31   0.44   0.52 …   0.40
 *   mfcc1   -1.20  -1.31  -1.33 …  -1.25
 *   class   heed
 * </pre>
 *
 * <p>An utterance is spoken when it is first asked for and kept: the first pass over the data takes about a millisecond
 * for each. Slices are by type of speaker.
 */
public final class SpokenDataset implements SequenceDataset {

    private static final List<String> SPEAKERS = List.of("men", "women", "children");
    private static final int MEASURED = 100;

    private final Speech speech;
    private final PartSizes sizes;
    private final ExampleStreams streams;
    private final MelFeatures features = new MelFeatures(MelSpec.standard(), FormantSynthesizer.SAMPLE_RATE);
    // Two threads may speak the same utterance at once; both come to the same bits, and either may be kept.
    private final List<AtomicReferenceArray<Utterance>> spoken = new ArrayList<>();
    private final double[] mean;
    private final double[] deviation;

    SpokenDataset(Speech speech, SpokenSpec spec, Randomness randomness) {
        this.speech = speech;
        sizes = new PartSizes(spec.trainSize(), spec.validationSize(), spec.testSize());
        streams = new ExampleStreams(randomness);
        for (Part part : Part.values()) {
            spoken.add(new AtomicReferenceArray<>(sizes.of(part)));
        }
        mean = new double[features.size()];
        deviation = new double[features.size()];
        measure(Math.min(MEASURED, spec.trainSize()));
    }

    private void measure(int utterances) {
        int width = features.size();
        long frames = 0;
        double[] squares = new double[width];
        for (int i = 0; i < utterances; i++) {
            float[] cepstra = utterance(Part.TRAIN, i).cepstra();
            frames += cepstra.length / width;
            for (int j = 0; j < cepstra.length; j++) {
                mean[j % width] += cepstra[j];
                squares[j % width] += (double) cepstra[j] * cepstra[j];
            }
        }
        for (int c = 0; c < width; c++) {
            mean[c] /= frames;
            deviation[c] = Math.sqrt(squares[c] / frames - mean[c] * mean[c]);
        }
    }

    private Utterance utterance(Part part, int index) {
        Utterance known = spoken.get(part.ordinal()).get(index);
        if (known == null) {
            RandomStream random = streams.of(part, index);
            int label = random.nextInt(speech.names().size());
            Voice voice = Voice.random(random);
            known = new Utterance(features.of(speech.say(label, voice, random)), label, voice.type());
            spoken.get(part.ordinal()).set(index, known);
        }
        return known;
    }

    @Override
    public Input input() {
        return new Task.Features(features.size());
    }

    @Override
    public Target target() {
        return new Target(TargetKind.CLASS, speech.names().size());
    }

    @Override
    public int size(Part part) {
        return sizes.of(part);
    }

    @Override
    public int length(Part part, int index) {
        sizes.check(part, new int[] {index});
        return utterance(part, index).cepstra().length / features.size();
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        sizes.check(part, indices);
        int width = features.size();
        int[] lengths = new int[indices.length];
        int[] classes = new int[indices.length];
        int longest = 0;
        for (int b = 0; b < indices.length; b++) {
            Utterance utterance = utterance(part, indices[b]);
            lengths[b] = utterance.cepstra().length / width;
            classes[b] = utterance.label();
            longest = Math.max(longest, lengths[b]);
        }
        float[] scaled = new float[indices.length * longest * width];
        for (int b = 0; b < indices.length; b++) {
            float[] cepstra = utterance(part, indices[b]).cepstra();
            for (int t = 0, from = b * longest * width; t < lengths[b]; t++, from += width) {
                for (int c = 0; c < width; c++) {
                    scaled[from + c] = (float) ((cepstra[t * width + c] - mean[c]) / deviation[c]);
                }
            }
        }
        return new SequenceBatch(lengths, scaled, null, null, classes, null);
    }

    @Override
    public List<String> slices() {
        return SPEAKERS;
    }

    @Override
    public int slice(Part part, int index) {
        sizes.check(part, new int[] {index});
        return utterance(part, index).type();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(ConstantAnswer.uniform(this, speech.names().size()));
    }

    @Override
    public Optional<TargetUnits> units() {
        return Optional.empty();
    }

    @Override
    public InputUnits inputUnits() {
        return new InputUnits(Form.numbered("mfcc", features.size()), deviation.clone(), mean.clone(), 0);
    }

    @Override
    public List<String> classNames() {
        return speech.names();
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of("spoken " + speech.name().toLowerCase(Locale.ROOT) + " version 1, examples "
                + sizes.train() + " " + sizes.validation() + " " + sizes.test());
    }
}
