package dev.unroll.dl4j.exchange;

import dev.unroll.checkpoint.CheckpointException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerType;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.StandardizeSerializerStrategy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A zip as {@code ModelSerializer} writes it, which may come from anywhere. {@code ModelSerializer} itself, when it
 * reads one, deserializes an entry {@code preprocessor.bin} as Java objects of whatever classes the file names, whose
 * code then runs; here only numbers and the configuration's JSON are read.
 *
 * @param network    with its weights
 * @param normalizer of its input; {@code null} if there is none
 */
record NetworkZip(MultiLayerNetwork network, NormalizerStandardize normalizer) {

    private static final String NORMALIZER_HEADER = "NORMALIZER";
    private static final int NORMALIZER_VERSION = 1;

    /** @throws CheckpointException if it is no such zip, or holds what cannot be read safely */
    static NetworkZip read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry(ModelSerializer.PREPROCESSOR_BIN) != null) {
                throw new CheckpointException("a zip of Deeplearning4j must hold no " + ModelSerializer.PREPROCESSOR_BIN
                        + ", serialized Java objects that could run any code; " + file + " does; save the network"
                        + " without its preprocessor, and the normalizer with ModelSerializer.addNormalizerToModel");
            }
            return new NetworkZip(network(zip, file), normalizer(zip, file).orElse(null));
        } catch (CheckpointException e) {
            throw e;
        } catch (ZipException | RuntimeException | Error e) {
            // Whatever another file makes the readers do, such as run out of stack or miss a class.
            throw new CheckpointException("a file of Deeplearning4j must be the zip of a MultiLayerNetwork, as"
                    + " ModelSerializer writes it; " + file + " could not be read ("
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")");
        }
    }

    private static MultiLayerNetwork network(ZipFile zip, Path file) throws IOException {
        String json;
        try (InputStream in = entry(zip, ModelSerializer.CONFIGURATION_JSON, file)) {
            json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
        INDArray weights;
        try (DataInputStream in = data(entry(zip, ModelSerializer.COEFFICIENTS_BIN, file))) {
            weights = Nd4j.read(in);
        }
        configuration.setDataType(weights.dataType());
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init(weights, false);
        return network;
    }

    private static Optional<NormalizerStandardize> normalizer(ZipFile zip, Path file) throws IOException {
        if (zip.getEntry(ModelSerializer.NORMALIZER_BIN) == null) {
            return Optional.empty();
        }
        try (DataInputStream in = data(entry(zip, ModelSerializer.NORMALIZER_BIN, file))) {
            // A header of type CUSTOM names a class to be loaded.
            String header = in.readUTF();
            int version = in.readInt();
            String type = in.readUTF();
            if (!header.equals(NORMALIZER_HEADER) || version != NORMALIZER_VERSION
                    || !type.equals(NormalizerType.STANDARDIZE.name())) {
                throw new CheckpointException("the normalizer in a zip of Deeplearning4j must be a"
                        + " NormalizerStandardize, which is what scales inputs here; that in " + file + " is " + header
                        + " " + version + " " + type + "; train the network on inputs standardized as the experiment's"
                        + " are");
            }
            return Optional.of(new StandardizeSerializerStrategy().restore(in));
        }
    }

    private static InputStream entry(ZipFile zip, String name, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new CheckpointException("the zip of a MultiLayerNetwork must hold " + name + "; " + file
                    + " does not; write it with ModelSerializer.writeModel");
        }
        return zip.getInputStream(entry);
    }

    private static DataInputStream data(InputStream in) {
        return new DataInputStream(new BufferedInputStream(in));
    }
}
