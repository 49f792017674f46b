package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get an experiment wrong is one sentence with the file and the line. */
class SpecErrorsTest {

    private static final String LSTM = "{kind: lstm, forgetBias: 1}";

    private final SpecReader reader = new SpecReader(TestKinds.KINDS);

    static Stream<Arguments> wrongModels() {
        return Stream.of(
                arguments("{kind: lstm}",
                        "forgetBias must be given for model kind lstm; got nothing; add forgetBias: and a number"),
                arguments("{kind: lstm, forgetBias: null}",
                        "forgetBias must be given for model kind lstm; got nothing; add forgetBias: and a number"),
                arguments("{kind: lstm, forgetBias: \"1\"}",
                        "forgetBias must be a number; got \"1\"; write it in digits, without quotes or leading zeros"),
                arguments("{kind: lstm, forgetBias: 1e99}",
                        "forgetBias must be a number that a float can hold; got 1e99; write one nearer to 0"),
                arguments("{kind: lstm, forgetBias: one}", "forgetBias must be a number; got \"one\"; write it in"
                        + " digits"),
                arguments("{kind: lstm, forgetBias: {a: 1}}", "forgetBias must be a number; got a map; write a single"
                        + " value"),
                arguments("{kind: lstm, hiddenSizs: [64]}", "every key must be one that model kind lstm has; got"
                        + " hiddenSizs;"
                        + " did you mean hiddenSizes?"),
                arguments("{kind: lstm, colour: red}", "every key must be one that model kind lstm has; got colour;"
                        + " the keys are hiddenSizes, dropout, peepholes, forgetBias"),
                arguments("{kind: lstm, hiddenSizes: 64}", "hiddenSizes must be a list; got 64; write [64]"),
                arguments("{kind: lstm, hiddenSizes: {a: 1}}",
                        "hiddenSizes must be a list; got a map; write its items in brackets"),
                arguments("{kind: lstm, hiddenSizes: [64, 32.5]}", "hiddenSizes[1] must be a whole number; got 32.5;"
                        + " write it without a fraction or exponent"),
                arguments("{kind: lstm, hiddenSizes: [64, 99999999999]}", "hiddenSizes[1] must be a whole number from"
                        + " -2147483648 to 2147483647; got 99999999999; write one nearer to 0"),
                arguments("{kind: lstm, hiddenSizes: [007]}", "hiddenSizes[0] must be a whole number; got \"007\";"
                        + " write it in digits, without quotes or leading zeros"),
                arguments("{kind: lstm, hiddenSizes: [null]}",
                        "hiddenSizes[0] must be a whole number; got nothing; write it in digits"),
                arguments("{kind: lstm, peepholes: yes}",
                        "peepholes must be true or false; got \"yes\"; write one of the two, without quotes"),
                arguments("{kind: lstm, forgetBias: 1, dropout: 1.5}",
                        "dropout must be at least 0 and below 1; got 1.5; write 0.1 for 10 %"),
                arguments("{kind: transformer, modelSize: 30}",
                        "modelSize must be divisible by numHeads; got 30 and 4; choose a multiple"),
                arguments("{kind: ltsm}", "kind must name a kind of model; got ltsm; did you mean lstm?"),
                arguments("{kind: gru}",
                        "kind must name a kind of model; got gru; the kinds of model are lstm, transformer"),
                arguments("{kind: [lstm]}",
                        "kind must name a kind of model; got a list; the kinds of model are lstm, transformer"),
                arguments("{forgetBias: 1}", "every model must have a kind; got none; add kind: and one of lstm,"
                        + " transformer"),
                arguments("lstm",
                        "a model must be a map of keys and values; got \"lstm\"; write it in braces or indented"
                                + " below the key"),
                arguments("{name: a/b, kind: transformer}", "name must be made of letters, digits, '.', '_' and '-'"
                        + " and begin"
                        + " with a letter or digit; got \"a/b\"; choose another, since files are named after it"),
                arguments("{name: .., kind: transformer}", "name must be made of letters, digits, '.', '_' and '-'"
                        + " and begin"
                        + " with a letter or digit; got \"..\"; choose another, since files are named after it"),
                arguments("{name: 12, kind: transformer}", "name must be text; got 12; write \"12\" in quotes"),
                arguments("{kind: transformer, numHeads: 4, numHeads: 8}", "a key must stand once in a map; got"
                        + " numHeads here"
                        + " and in line 4; remove one"),
                arguments("{kind: transformer, train: {epochs: 0}}",
                        "epochs must be at least 1; got 0"),
                arguments("{kind: transformer, train: {epochs: 2, updates: 5}}",
                        "train must have one of epochs, updates, examples, seconds; got epochs and updates;"
                                + " remove all but one"),
                arguments("{kind: transformer, train: {learningrate: 1}}",
                        "every key must be one that train has; got learningrate; did you mean learningRate?"),
                arguments("{kind: transformer, train: {optimizer: adamm}}", "optimizer must be one of adam, adamw,"
                        + " rmsprop, sgd; got adamm; did you mean adam?"),
                arguments("{kind: transformer, train: {optimizer: {beta1: 0.9}}}", "optimizer must have a kind; got"
                        + " a map"
                        + " without; add kind: and one of adam, adamw, rmsprop, sgd"),
                arguments("{kind: transformer, train: {optimizer: {kind: sgd, beta1: 0.9}}}", "every key must be"
                        + " one that"
                        + " optimizer sgd has; got beta1; the keys are momentum, nesterov, weightDecay"),
                arguments("{kind: transformer, train: {loss: {kind: huber, delta: -1}}}",
                        "the delta of the huber loss must be above 0 and finite; got -1.0"),
                arguments("{kind: transformer, train: {schedule: 3}}", "schedule must be one of constant, cosine,"
                        + " linear,"
                        + " step, warm-up; got 3; write one of these words"),
                arguments("{kind: transformer, train: fast}", "train must be a map of keys and values; got"
                        + " \"fast\"; write it"
                        + " in braces or indented below the key"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongModels")
    void sayWhatIsWrongWithAModel(String model, String sentence) {
        String yaml = "name: quick\ndatasets: [{kind: adding}]\nmodels:\n  - " + model + "\nseeds: [1]\n";

        assertThatThrownBy(() -> reader.read("quick.yaml", yaml)).isInstanceOf(SpecException.class)
                .hasMessage("quick.yaml:4: " + sentence);
    }

    static Stream<Arguments> wrongFiles() {
        String data = "datasets: [{kind: adding}]\n";
        String models = "models: [" + LSTM + "]\n";
        String begin = "name: quick\n" + data + models;
        return Stream.of(
                arguments("", ": the file must hold an experiment; got an empty file; start from one of unroll list"
                        + " experiments"),
                arguments("# only a comment\n", ": the file must hold an experiment; got an empty file; start from"
                        + " one of"
                        + " unroll list experiments"),
                arguments("- a\n", ":1: the file must hold a map of keys and values; got a list; begin with a line"
                        + " such as"
                        + " name: quick"),
                arguments("name: [a\nseeds: [1]\n", ":2: the file must be valid YAML; got an error while parsing a flow"
                        + " sequence, expected ',' or ']', but got :; check quotes, brackets and indentation here"),
                arguments("name: a\n\tseeds: [1]\n", ":2: the file must be valid YAML; got an error while scanning"
                        + " for the"
                        + " next token, found character '\\t(TAB)' that cannot start any token (Do not use \\t(TAB) for"
                        + " indentation); check quotes, brackets and"
                        + " indentation here"),
                arguments(data + models, ":1: name must be given; got nothing; add name: quick"),
                arguments("name:\n" + data + models, ":1: name must be given; got nothing; add name: quick"),
                arguments(begin, ":1: seeds must be given; got nothing; add seeds: [1, 2, 3]"),
                arguments(begin + "seeds: 3\n", ":4: seeds must be a list; got 3; write it as in seeds: [1, 2, 3]"),
                arguments(begin + "seeds: []\n",
                        ":4: seeds must have at least one item; got an empty list; write it as in seeds: [1, 2, 3]"),
                arguments(begin + "seeds:\n  - 1\n  - 2\n  - 1\n", ":7: seeds must be distinct; got 1 twice; remove"
                        + " one"),
                arguments(begin + "seeds: [1.0]\n",
                        ":4: seeds[0] must be a whole number; got 1.0; write it without a fraction or exponent"),
                arguments(begin + "seed: [1]\n",
                        ":4: every key must be one that an experiment has; got seed; did you mean seeds?"),
                arguments(begin + "seeds: [1]\nseeds: [2]\n",
                        ":5: a key must stand once in a map; got seeds here and in line 4; remove one"),
                arguments(begin + "seeds: [1]\ndescription: 5\n", ":5: description must be text; got 5; write it in"
                        + " quotes"),
                arguments("name: quick\ndatasets: []\n" + models + "seeds: [1]\n", ":2: datasets must have at least"
                        + " one item;"
                        + " got an empty list; write it as in datasets: [{kind: adding}]"),
                arguments("name: quick\ndatasets:\n  - {kind: adding}\n  - {kind: adding, length: 50}\n" + models
                        + "seeds: [1]\n", ":4: every dataset must have a name of its own; got two of kind adding"
                        + " without"
                        + " names; give each a name:"),
                arguments("name: quick\n" + data + "models:\n  - {name: a, kind: transformer}\n  - {name: a, kind:"
                        + " transformer}\nseeds: [1]\n", ":5: every model must have a name of its own; got a twice;"
                        + " rename"
                        + " one"),
                arguments("name: quick\ndatasets: [{kind: digits, reading: row}]\n" + models,
                        ":2: reading must be one of rows, pixel-by-pixel; got row; did you mean rows?"),
                arguments("name: quick\ndatasets: [{kind: digits, reading: PIXEL_BY_PIXEL}]\n" + models,
                        ":2: reading must be one of rows, pixel-by-pixel; got PIXEL_BY_PIXEL; did you mean"
                                + " pixel-by-pixel?"),
                arguments("name: quick\n" + data + models + "train:\n  batchSize: 16\n  clipNorm: -1\nseeds: [1]\n",
                        ":6: clipNorm must be above 0 and finite; got -1.0; leave it out for no clipping"),
                arguments("name: &a\n  b: *a\n",
                        ":1: maps and lists must not be nested deeper than 50; got more; does an alias contain"
                                + " itself?"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongFiles")
    void sayWhatIsWrongWithAFile(String yaml, String sentence) {
        assertThatThrownBy(() -> reader.read("quick.yaml", yaml)).isInstanceOf(SpecException.class)
                .hasMessage("quick.yaml" + sentence);
    }

    @Test
    void sayWhatIsWrongWithAPath(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("none.yaml");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {'n', (byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(() -> reader.read(missing)).hasMessage(missing + ": the experiment must be a file; got a"
                + " path"
                + " where there is none; check the spelling and the folder you are in");
        assertThatThrownBy(() -> reader.read(folder))
                .hasMessage(folder + ": the file must be readable; got a folder; name a file in it");
        assertThatThrownBy(() -> reader.read(binary))
                .hasMessage(binary + ": the file must be UTF-8 text; got other bytes; save it as UTF-8");
    }

    @Test
    void measureDistanceWithSwapsAsOne() {
        assertThat(Words.distance("ltsm", "lstm")).isEqualTo(1);
        assertThat(Words.distance("", "abc")).isEqualTo(3);
        assertThat(Words.distance("kitten", "sitting")).isEqualTo(3);
    }
}
