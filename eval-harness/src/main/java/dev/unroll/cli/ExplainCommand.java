package dev.unroll.cli;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.gradient.Attribution;
import dev.unroll.gradient.Attribution.Method;
import dev.unroll.gradient.Attribution.Output;
import dev.unroll.gradient.Explanation;
import dev.unroll.json.CanonicalJson;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.report.ExplanationPage;
import dev.unroll.run.DatasetFacts;
import dev.unroll.run.RunFolder;
import dev.unroll.run.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll explain}. */
@Command(name = "explain", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Shows what a prediction of a trained model has to do with each step of its input.",
        footerHeading = "%n",
        footer = {"Scores are above 0 for what raises the output, below 0 for what lowers it. On a terminal the input"
                + " is shaded by them, blue for what lowers it; otherwise they are listed.",
            "", "  unroll explain runs/quick --model LSTM --dataset electricity --input day.csv",
            "  unroll explain runs/quick --model Transformer --dataset digits --example 7 --method occlusion"})
final class ExplainCommand implements Callable<Integer> {

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "RUN", description = "Folder of a run, such as runs/quick.")
    private Path run;

    @Mixin
    private TrialOptions trial;

    @Option(names = "--input", paramLabel = "FILE", description = "CSV file as for predict; its first sequence, or"
            + " that of --sequence, is explained.")
    private Path input;

    @Option(names = "--sequence", paramLabel = "NAME", description = "Which sequence of the file; default the first.")
    private String sequence;

    @Option(names = "--example", paramLabel = "N", description = "In place of a file: the Nth example of the dataset's"
            + " test part, from 1; default 1.")
    private Integer example;

    @Option(names = "--method", paramLabel = "NAME", description = "gradient (input times gradient), integrated"
            + " (integrated gradients) or occlusion; default ${DEFAULT-VALUE}.")
    private String method = "integrated";

    @Option(names = "--class", paramLabel = "NAME", description = "The class whose score is explained; default the one"
            + " that is predicted.")
    private String chosenClass;

    @Option(names = "--component", paramLabel = "N", description = "For values: which of those that are predicted,"
            + " from 1; default the first, of quantiles the forecast.")
    private Integer component;

    @Option(names = "--step", paramLabel = "N", description = "For a class per step: the step whose prediction is"
            + " explained, from 1; default the last.")
    private Integer step;

    @Option(names = "--page", paramLabel = "FILE", description = "Write a page with the input shaded by the scores.")
    private Path page;

    @Option(names = "--json", description = "Print JSON, numbers in full.")
    private boolean json;

    ExplainCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() throws IOException {
        System.setProperty("unroll.log", "WARN");
        RunFolder folder = new RunFolder(run);
        ExperimentSpec spec = RunModels.experiment(folder, kinds);
        SavedModel saved = RunModels.model(folder, trial.id(spec), kinds, "explain");
        Explained what = input == null ? example(spec) : fromFile(saved);
        Engine engine = Engine.withThreads(Runtime.getRuntime().availableProcessors());
        try {
            SequenceModel model = saved.load(folder, kinds, engine);
            Output output = output(saved, model, what.batch());
            Attribution found = Attribution.of(model, what.batch(), output, method());
            show(Explanation.of(saved.id(), what.name(), saved.input().names(), saved.input().scale(),
                    saved.input().offset(), what.batch(), name(saved, output), found));
        } catch (IllegalArgumentException e) {
            throw new UserException(saved.id() + ": " + e.getMessage());
        } finally {
            engine.workers().close();
        }
        return 0;
    }

    private record Explained(String name, SequenceBatch batch) {
    }

    private Explained fromFile(SavedModel saved) {
        if (example != null) {
            throw new UserException("one of --input and --example must be given; got both; leave one out");
        }
        InputSequences sequences = InputSequences.of(InputTable.read(input), saved.task().input(), saved.input());
        int index = sequence == null ? 0 : sequences.names().indexOf(sequence);
        if (index < 0) {
            throw new UserException("--sequence must be one of the file's; got " + sequence + "; the sequences are "
                    + String.join(", ", sequences.names()));
        }
        return new Explained("sequence " + sequences.names().get(index),
                alone(sequences.batch(), index, saved.task().input()));
    }

    private Explained example(ExperimentSpec spec) {
        int number = example == null ? 1 : example;
        SequenceDataset data = DatasetFacts.make(trial.dataset(spec), kinds, spec.dataSeed()).data();
        if (number < 1 || number > data.size(Part.TEST)) {
            throw new UserException("--example must be from 1 to " + data.size(Part.TEST) + ", the examples of the test"
                    + " part; got " + number);
        }
        return new Explained("test example " + number,
                alone(data.batch(Part.TEST, new int[] {number - 1}), 0, data.input()));
    }

    private static SequenceBatch alone(SequenceBatch batch, int index, Task.Input input) {
        int length = batch.lengths()[index];
        int from = index * batch.maxLength();
        if (batch.tokens() != null) {
            return new SequenceBatch(new int[] {length}, null,
                    Arrays.copyOfRange(batch.tokens(), from, from + length), null, null, null);
        }
        int size = ((Task.Features) input).size();
        return new SequenceBatch(new int[] {length},
                Arrays.copyOfRange(batch.features(), from * size, (from + length) * size), null, null, null, null);
    }

    private Method method() {
        for (Method one : Method.values()) {
            if (one.toString().equalsIgnoreCase(method)) {
                return one;
            }
        }
        throw new UserException("--method must be gradient, integrated or occlusion; got " + method);
    }

    private Output output(SavedModel saved, SequenceModel model, SequenceBatch batch) {
        int length = batch.lengths()[0];
        if (step != null && (step < 1 || step > length || !saved.task().target().perStep())) {
            throw new UserException("--step must be from 1 to " + length + ", for a model that predicts a class per"
                    + " step; got " + step + "; leave it out for the last");
        }
        int at = step == null ? length - 1 : step - 1;
        if (!saved.task().target().classification()) {
            if (chosenClass != null) {
                throw new UserException("--class is for models that predict classes; got " + chosenClass
                        + " for one that predicts values; choose a --component");
            }
            int count = saved.task().target().size();
            int chosen = component == null ? 1 : component;
            if (chosen < 1 || chosen > count) {
                throw new UserException("--component must be from 1 to " + count + "; got " + chosen);
            }
            int per = saved.task().loss().outputsPerTarget();
            int forecast = saved.task().loss() instanceof ValueLoss.Quantile quantile ? quantile.forecast() : 0;
            return new Output(at, (chosen - 1) * per + forecast);
        }
        if (component != null) {
            throw new UserException("--component is for models that predict values; got " + component
                    + " for one that predicts classes; choose a --class");
        }
        Predictions predictions = model.predict(batch);
        return new Output(at, chosenClass == null
                ? predictions.argMax(0, saved.task().target().perStep() ? at : 0) : classIndex(saved));
    }

    private int classIndex(SavedModel saved) {
        List<String> names = saved.classNames();
        int index = names.isEmpty() ? number(chosenClass) : names.indexOf(chosenClass);
        if (index < 0 || index >= saved.task().target().size()) {
            throw new UserException("--class must be one of the model's; got " + chosenClass + "; the classes are "
                    + (names.isEmpty() ? "0 to " + (saved.task().target().size() - 1) : String.join(", ", names)));
        }
        return index;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static String name(SavedModel saved, Output output) {
        String at = saved.task().target().perStep() ? " at step " + (output.step() + 1) : "";
        if (saved.task().target().classification()) {
            return "score of class " + (saved.classNames().isEmpty() ? Integer.toString(output.index())
                    : saved.classNames().get(output.index())) + at;
        }
        return "value " + (output.index() / saved.task().loss().outputsPerTarget() + 1) + ", as the model scales it";
    }

    private void show(Explanation explanation) {
        if (page != null) {
            ExplanationPage.write(page, explanation);
        }
        if (json) {
            console.out().print(CanonicalJson.write(explanation));
        } else {
            new ExplanationText(explanation, console.colourOut()).lines().forEach(console.out()::println);
            if (page != null) {
                console.out().println(page);
            }
        }
    }
}
