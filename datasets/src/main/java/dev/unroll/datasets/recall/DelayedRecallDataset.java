package dev.unroll.datasets.recall;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.synthetic.ConstantAnswer;
import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.datasets.synthetic.GeneratedDataset;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Delayed recall with distractors: name the first symbol after a lag of others that mean nothing. The setting of
 * Hochreiter &amp; Schmidhuber (1997, "Long short-term memory", experiment 2c: no local regularities, distractors
 * throughout), with any number of cues and with several lags at once.
 *
 * <p>A sequence is a cue, uniform among C, then as many distractors as the lag, each uniform among D, then the query.
 * The lag is uniform among those given; the class is the cue. With a lag of 4:
 * <pre>
 *   input    cue2 d0 d3 d3 d1 ?
 *   class    cue2
 * </pre>
 *
 * <p>Chance is 1/C. Slices are by lag, so the longest lag that is still bridged can be read off one run.
 */
public final class DelayedRecallDataset extends GeneratedDataset {

    private final DelayedRecallSpec spec;

    DelayedRecallDataset(DelayedRecallSpec spec, Randomness randomness) {
        super(Form.tokens(symbols(spec), TargetKind.CLASS, Form.numbered("cue", spec.cues()),
                spec.lags().size() == 1 ? spec.lags().get(0) + 2 : 0), spec.sizes(),
                "delayed recall version 1, lags " + spec.lags() + ", cues " + spec.cues() + ", distractors "
                + spec.distractors(), randomness);
        this.spec = spec;
    }

    private static List<String> symbols(DelayedRecallSpec spec) {
        List<String> symbols = Form.numbered("cue", spec.cues());
        symbols.addAll(Form.numbered("distractor", spec.distractors(), "query"));
        return symbols;
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        int which = random.nextInt(spec.lags().size());
        int lag = spec.lags().get(which);
        int cue = random.nextInt(spec.cues());
        example.token(cue);
        for (int i = 0; i < lag; i++) {
            example.token(spec.cues() + random.nextInt(spec.distractors()));
        }
        example.token(spec.cues() + spec.distractors());
        example.label(cue);
        example.slice(which);
    }

    @Override
    public List<String> slices() {
        return spec.lags().stream().map(lag -> "lag " + lag).toList();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(ConstantAnswer.uniform(this, spec.cues()));
    }
}
