package dev.unroll.dl4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.dataset.InputUnits;
import dev.unroll.exchange.LayoutException;
import dev.unroll.exchange.ModelFormat;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.lstm.LstmFactory;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.testing.AnyModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/** Zips that others may have made, with more or else in them than an export has. */
class ForeignNetworkTest {

    private static final InputUnits UNITS =
            new InputUnits(List.of("a", "b", "c"), new double[] {2, 3, 4}, new double[] {10, 20, 30}, 0);
    private static final Task.Target CLASSES = new Task.Target(Task.TargetKind.CLASS, 2);
    private static final Task FEATURES = new Task(new Task.Features(3), CLASSES, new CrossEntropy());
    private static final Task TOKENS = new Task(new Task.Tokens(7), CLASSES, new CrossEntropy());

    private static boolean ran;

    private final ModelFormat format = ModelFormat.find("dl4j").orElseThrow();

    @TempDir
    private Path folder;
    private Path file;

    /** What runs when it is deserialized. */
    private static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) {
            ran = true;
        }
    }

    @BeforeEach
    void export() throws IOException {
        file = folder.resolve("m.zip");
        format.write(model(FEATURES, 1), UNITS, file);
    }

    private static SequenceModel model(Task task, long seed) {
        return AnyModel.of(new LstmFactory(), LstmSpec.of(4), task, seed);
    }

    @Test
    void serializedObjectsAreRefusedAndNeverRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Gadget());
        }
        put("preprocessor.bin", bytes.toByteArray());
        ran = false;
        assertThatThrownBy(() -> format.read(model(FEATURES, 2), UNITS, file)).isInstanceOf(CheckpointException.class)
                .hasMessage("a zip of Deeplearning4j must hold no preprocessor.bin, serialized Java objects that could"
                        + " run any code; " + file + " does; save the network without its preprocessor, and the"
                        + " normalizer with ModelSerializer.addNormalizerToModel");
        assertThat(ran).isFalse();
    }

    @Test
    void errorsOfTheReadersAreOneSentenceToo() throws IOException {
        put("configuration.json", "[".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> format.read(model(FEATURES, 2), UNITS, file)).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("a file of Deeplearning4j must be the zip of a MultiLayerNetwork");
    }

    @Test
    void aNormalizerOfAnotherScaleIsRefusedWithBoth() throws IOException {
        ModelSerializer.addNormalizerToModel(file.toFile(), new NormalizerStandardize(
                Nd4j.createFromArray(new float[][] {{10, 20.5f, 30}}),
                Nd4j.createFromArray(new float[][] {{2, 3, 4}})));
        assertThatThrownBy(() -> format.read(model(FEATURES, 2), UNITS, file)).isInstanceOf(LayoutException.class)
                .hasMessage("the normalizer in " + file + " must scale the input as the experiment does, feature b with"
                        + " offset 20.0 and scale 3.0; it has mean 20.5 and deviation 3.0; train the network on inputs"
                        + " scaled as the experiment's are");
    }

    @Test
    void aNormalizerOfAnotherKindIsRefusedByItsName() throws IOException {
        NormalizerMinMaxScaler scaler = new NormalizerMinMaxScaler(0, 1);
        scaler.setFeatureStats(Nd4j.zeros(1, 3), Nd4j.ones(1, 3));
        ModelSerializer.addNormalizerToModel(file.toFile(), scaler);
        assertThatThrownBy(() -> format.read(model(FEATURES, 2), UNITS, file)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining(" is NORMALIZER 1 MIN_MAX; ");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("NORMALIZER");
        out.writeInt(1);
        out.writeUTF("CUSTOM");
        out.writeUTF("any.Class");
        put("normalizer.bin", bytes.toByteArray());
        assertThatThrownBy(() -> format.read(model(FEATURES, 2), UNITS, file)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining(" is NORMALIZER 1 CUSTOM; ");
    }

    @Test
    void anActivationOfTheEmbeddingIsSeen() throws IOException {
        format.write(model(TOKENS, 1), UNITS, file);
        format.read(model(TOKENS, 2), UNITS, file);
        String json = new String(get("configuration.json"), StandardCharsets.UTF_8);
        put("configuration.json", json.replace("ActivationIdentity", "ActivationReLU")
                .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> format.read(model(TOKENS, 2), UNITS, file)).isInstanceOf(LayoutException.class)
                .hasMessageContaining("EmbeddingSequenceLayer 7 to 4 identity").hasMessageContaining("7 to 4 relu");
    }

    @Test
    void whatStandsBeforeALayerIsSeen() throws IOException {
        String json = new String(get("configuration.json"), StandardCharsets.UTF_8);
        String before = "\"inputPreProcessors\" : {";
        assertThat(json).contains(before);
        put("configuration.json", json.replace(before, before + "\"1\" : {\"@class\" :"
                + " \"org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor\"}")
                .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> format.read(model(FEATURES, 2), UNITS, file)).isInstanceOf(LayoutException.class)
                .hasMessageContaining("it has LastTimeStep of LSTM 3 to 4 tanh with gates sigmoid,"
                        + " FeedForwardToRnnPreProcessor before OutputLayer 4 to 2 softmax");
    }

    private byte[] get(String entry) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            return Files.readAllBytes(zip.getPath(entry));
        }
    }

    private void put(String entry, byte[] content) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Files.write(zip.getPath(entry), content);
        }
    }
}
