package dev.unroll.datasets.speech;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.BatchArrays;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

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
 * <p>All utterances of a part are spoken when one of them is first asked for, on all processors (some 0.3 ms each), and
 * kept. Slices are by type of speaker.
 */
public final class SpokenDataset implements SequenceDataset {

    private static final List<String> SPEAKERS = List.of("men", "women", "children");
    private static final int MEASURED = 100;

    private final Speech speech;
    private final PartSizes sizes;
    private final ExampleStreams streams;
    private final MelFeatures features = new MelFeatures(MelSpec.standard(), FormantSynthesizer.SAMPLE_RATE);
    private final Utterance[][] spoken = new Utterance[Part.values().length][];
    private final double[] mean;
    private final double[] deviation;

    SpokenDataset(Speech speech, SpokenSpec spec, Randomness randomness) {
        this.speech = speech;
        sizes = new PartSizes(spec.trainSize(), spec.validationSize(), spec.testSize());
        streams = new ExampleStreams(randomness);
        mean = new double[features.size()];
        deviation = new double[features.size()];
        measure(Math.min(MEASURED, spec.trainSize()));
    }

    private void measure(int utterances) {
        int width = features.size();
        long frames = 0;
        double[] squares = new double[width];
        for (Utterance utterance : speak(Part.TRAIN, utterances)) {
            float[] cepstra = utterance.cepstra();
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

    /** The first utterances of a part, unscaled. */
    private Utterance[] speak(Part part, int count) {
        return IntStream.range(0, count).parallel().mapToObj(index -> {
            RandomStream random = streams.of(part, index);
            int label = random.nextInt(speech.names().size());
            Voice voice = Voice.random(random);
            return new Utterance(features.of(speech.say(label, voice, random)), label, voice.type());
        }).toArray(Utterance[]::new);
    }

    /** An utterance of a part, scaled. */
    private Utterance utterance(Part part, int index) {
        synchronized (spoken) {
            if (spoken[part.ordinal()] == null) {
                Utterance[] all = speak(part, sizes.of(part));
                for (Utterance utterance : all) {
                    scale(utterance.cepstra());
                }
                spoken[part.ordinal()] = all;
            }
            return spoken[part.ordinal()][index];
        }
    }

    private void scale(float[] cepstra) {
        for (int j = 0; j < cepstra.length; j++) {
            int c = j % mean.length;
            cepstra[j] = (float) ((cepstra[j] - mean[c]) / deviation[c]);
        }
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
        return batch(part, indices, new BatchArrays());
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices, BatchArrays arrays) {
        sizes.check(part, indices);
        int width = features.size();
        int[] lengths = arrays.lengths(indices.length);
        int[] classes = arrays.classes(indices.length);
        int longest = 0;
        for (int b = 0; b < indices.length; b++) {
            Utterance utterance = utterance(part, indices[b]);
            lengths[b] = utterance.cepstra().length / width;
            classes[b] = utterance.label();
            longest = Math.max(longest, lengths[b]);
        }
        float[] scaled = arrays.features(indices.length * longest * width);
        for (int b = 0; b < indices.length; b++) {
            float[] cepstra = utterance(part, indices[b]).cepstra();
            System.arraycopy(cepstra, 0, scaled, b * longest * width, cepstra.length);
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
