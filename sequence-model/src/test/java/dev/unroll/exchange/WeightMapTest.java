package dev.unroll.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.checkpoint.SafeTensors;
import dev.unroll.checkpoint.Tensor;
import dev.unroll.checkpoint.TensorFile;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recurrent layer of 2 inputs and 2 units with a head of 3 outputs, whose values tell where they stand. */
class WeightMapTest {

    private static final RecurrentModules MODULES = new RecurrentModules("rnn", "simple_rnn", 0);

    @TempDir
    private Path folder;
    private Parameters parameters;
    private WeightMap map;

    @BeforeEach
    void create() {
        parameters = new Parameters(List.of(new Parameter("layer0.inputWeight", 2, 2),
                new Parameter("layer0.recurrentWeight", 2, 2), new Parameter("layer0.bias", 2),
                new Parameter("head.weight", 2, 3), new Parameter("head.bias", 3)));
        map = MODULES.map(parameters, Layout.PYTORCH);
    }

    private static Tensor tensor(String name, int[] shape, int first) {
        int size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = first + i;
        }
        return new Tensor(name, shape, values);
    }

    private static List<Tensor> tensors(String rnn, String head) {
        return new ArrayList<>(List.of(tensor(head + "bias", new int[] {3}, 300),
                tensor(rnn + "bias_hh_l0", new int[] {2}, 40), tensor(rnn + "weight_ih_l0", new int[] {2, 2}, 1),
                tensor(head + "weight", new int[] {3, 2}, 200), tensor(rnn + "weight_hh_l0", new int[] {2, 2}, 10),
                tensor(rnn + "bias_ih_l0", new int[] {2}, 30)));
    }

    private void read(List<Tensor> tensors, Map<String, String> names) {
        map.read(new TensorFile(tensors, Map.of()), names, "w.safetensors");
    }

    private void assertRead() {
        assertThat(parameters.get("layer0.inputWeight").value()).containsExactly(1, 3, 2, 4);
        assertThat(parameters.get("layer0.recurrentWeight").value()).containsExactly(10, 12, 11, 13);
        assertThat(parameters.get("layer0.bias").value()).containsExactly(70, 72);
        assertThat(parameters.get("head.weight").value()).containsExactly(200, 202, 204, 201, 203, 205);
        assertThat(parameters.get("head.bias").value()).containsExactly(300, 301, 302);
    }

    @Test
    void orderInTheFileDoesNotMatter() {
        read(tensors("rnn.", "head."), Map.of());
        assertRead();
    }

    @Test
    void modulesAreFoundByTheEndOfTheirNameOrByTheirTensors() {
        read(tensors("model.rnn.", "model.head."), Map.of());
        assertRead();
        create();
        read(tensors("a.b.", "fc."), Map.of());
        assertRead();
        create();
        read(tensors("", "out."), Map.of());
        assertRead();
    }

    @Test
    void aGivenNameGoesFirst() {
        read(tensors("a.", "head."), Map.of("rnn", "a"));
        assertRead();
        create();
        read(tensors("", "linear."), Map.of("rnn", "", "head", "linear"));
        assertRead();
    }

    @Test
    void whichOfTwoModulesIsMeantMustBeSaid() {
        List<Tensor> two = tensors("rnn.", "fc1.");
        two.add(tensor("fc2.weight", new int[] {3, 2}, 0));
        two.add(tensor("fc2.bias", new int[] {3}, 0));
        assertRefused(two, Map.of(), "a module of w.safetensors must stand for head; fc1, fc2 all could; say which, as"
                + " in head=fc1");
        assertRefused(two, Map.of("head", "fc1"), "w.safetensors must hold the model's weights and nothing else; it"
                + " also holds fc2.weight of shape [3, 2]; leave it out or choose the model that has it");
        assertRefused(two, Map.of("haed", "fc1"), "a name must be given for a module that the model has; got one for"
                + " haed; the modules are rnn, head");
    }

    @ParameterizedTest
    @CsvSource({"simple_rnn, simple_rnn_1", "simple_rnn_1, simple_rnn_2", "simple_rnn_9, simple_rnn_10",
            "model/simple_rnn_3, model/simple_rnn_5", "block_1/simple_rnn, block_2/simple_rnn"})
    void layersOfOneKindFollowTheirNumbers(String lower, String upper) {
        for (boolean turned : new boolean[] {false, true}) {
            createTwoLayers();
            read(twoLayers(turned ? upper : lower, turned ? lower : upper, turned), Map.of());
            assertThat(parameters.get("layer0.bias").value()).containsExactly(10, 11);
            assertThat(parameters.get("layer1.bias").value()).containsExactly(20, 21);
        }
    }

    @Test
    void whichOfSeveralLayersIsWhichMustBeSaidWhereNumbersDoNot() {
        createTwoLayers();
        assertRefused(twoLayers("simple_rnn_1", "other", false), Map.of(), "w.safetensors must hold as many layers for"
                + " simple_rnn to simple_rnn_1 as these are, told apart by nothing but their numbers; it holds"
                + " simple_rnn_1; say which is which, as in simple_rnn_1=simple_rnn_1");
        assertRefused(twoLayers("a/simple_rnn", "b/simple_rnn", false), Map.of(), "w.safetensors must hold as many"
                + " layers for simple_rnn to simple_rnn_1 as these are, told apart by nothing but their numbers; it holds"
                + " a/simple_rnn, b/simple_rnn; say which is which, as in simple_rnn_1=b/simple_rnn");
        assertRefused(twoLayers("lower", "upper", false), Map.of(), "a module of w.safetensors must stand for simple_rnn;"
                + " lower, upper all could; say which, as in simple_rnn=lower");
        read(twoLayers("simple_rnn_1", "other", false), Map.of("simple_rnn", "simple_rnn_1", "simple_rnn_1", "other"));
        assertThat(parameters.get("layer1.bias").value()).containsExactly(20, 21);
    }

    private void createTwoLayers() {
        parameters = new Parameters(List.of(new Parameter("layer0.inputWeight", 2, 2),
                new Parameter("layer0.recurrentWeight", 2, 2), new Parameter("layer0.bias", 2),
                new Parameter("layer1.inputWeight", 2, 2), new Parameter("layer1.recurrentWeight", 2, 2),
                new Parameter("layer1.bias", 2)));
        map = MODULES.map(parameters, Layout.KERAS);
    }

    /** Two layers of Keras of the same shapes; bias 10, 11 is the first one's, or the second one's if turned. */
    private static List<Tensor> twoLayers(String first, String second, boolean turned) {
        List<Tensor> tensors = new ArrayList<>();
        for (String name : List.of(first, second)) {
            int bias = name.equals(first) == turned ? 20 : 10;
            tensors.add(tensor(name + "/simple_rnn_cell/kernel", new int[] {2, 2}, 1));
            tensors.add(tensor(name + "/simple_rnn_cell/recurrent_kernel", new int[] {2, 2}, 1));
            tensors.add(tensor(name + "/simple_rnn_cell/bias", new int[] {2}, bias));
        }
        return tensors;
    }

    @Test
    void missingTensorsAreNamed() {
        List<Tensor> without = tensors("rnn.", "head.");
        without.removeIf(tensor -> tensor.name().equals("rnn.bias_hh_l0"));
        assertRefused(without, Map.of(),
                "w.safetensors must hold rnn.bias_hh_l0 of shape [2]; it holds no such tensor");
        assertRefused(tensors("rnn.", "head."), Map.of("head", "fc"),
                "w.safetensors must hold fc.weight of shape [3, 2]; it holds no such tensor");
    }

    @Test
    void aWrongShapeIsNamedWithBoth() {
        List<Tensor> turned = tensors("rnn.", "head.");
        turned.set(3, tensor("head.weight", new int[] {2, 3}, 0));
        assertRefused(turned, Map.of(), "head.weight must have shape [3, 2]; in w.safetensors it has [2, 3]");
    }

    private void assertRefused(List<Tensor> tensors, Map<String, String> names, String message) {
        List<float[]> before = parameters.snapshot();
        assertThatThrownBy(() -> read(tensors, names)).isInstanceOf(CheckpointException.class).hasMessage(message);
        for (int i = 0; i < before.size(); i++) {
            assertThat(parameters.list().get(i).value()).as("unchanged").isEqualTo(before.get(i));
        }
    }

    @Test
    void theSecondBiasIsWrittenAsZero() throws IOException {
        read(tensors("rnn.", "head."), Map.of());
        Path file = folder.resolve("w.safetensors");
        map.save(file);
        TensorFile written = SafeTensors.read(file);
        assertThat(written.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(written.tensors()).extracting(Tensor::name).containsExactly("rnn.weight_ih_l0", "rnn.weight_hh_l0",
                "rnn.bias_ih_l0", "rnn.bias_hh_l0", "head.weight", "head.bias");
        assertThat(written.tensors().get(2).values()).containsExactly(70, 72);
        assertThat(written.tensors().get(3).values()).containsExactly(0, 0);
        assertThat(written.tensors().get(4).values()).containsExactly(200, 201, 202, 203, 204, 205);
    }

    @Test
    void aParameterWithoutAPlaceIsRefused() {
        List<Parameter> more = new ArrayList<>(parameters.list());
        more.add(new Parameter("layer0.normGain", 2));
        assertThatThrownBy(() -> MODULES.map(new Parameters(more), Layout.PYTORCH)).isInstanceOf(LayoutException.class)
                .hasMessage("every parameter must have a place in PyTorch's layout; layer0.normGain has none");
    }

    @Test
    void aDescriptionThatLeavesValuesOutIsAMistake() {
        Parameter weight = new Parameter("w", 4);
        TensorMap half = new TensorMap("w", new int[] {2}, List.of(Piece.row(weight, 2, 0, 0, false)));
        assertThatThrownBy(() -> new WeightMap(Layout.KERAS, new Parameters(List.of(weight)),
                List.of(new ModuleMap("m", List.of(half))))).isInstanceOf(IllegalStateException.class)
                .hasMessage("each value of w must be described once");
    }
}
