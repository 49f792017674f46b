package dev.unroll.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.checkpoint.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a file of Keras holds, whichever of its four forms it has:
 *
 * <pre>
 * model.save("m.h5")               HDF5: a model's configuration, and weights by the names of layers
 * model.save_weights("m.h5")       the same weights alone, as Keras 2 wrote them
 * model.save("m.keras")            zip: a model's configuration, and HDF5 with weights by the classes of layers
 * model.save_weights("m.weights.h5")   the latter alone, as Keras 3 writes it
 * </pre>
 *
 * @param config  of the model; {@code null} where there are weights alone
 * @param version of Keras; empty where the file does not say
 * @param byClass whether layers are called after their classes, {@code lstm}, {@code lstm_1}, whatever their own names
 * @param layers  weights by layer, in the order that Keras gives them
 */
record KerasArchive(JsonNode config, String version, boolean byClass, Map<String, List<Tensor>> layers) {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.weights.h5";
    /** Where Keras 3 keeps layers, and where 2.13 to 2.15 did. */
    private static final List<String> STORES = List.of("layers", "_layer_checkpoint_dependencies");
    /** What a layer's weights may stand in, in the order of its weights. */
    private static final List<String> PARTS = List.of("forward_layer", "backward_layer", "cell", "layer", "vars");

    /**
     * Whether a file is of one of these forms: HDF5 by its first bytes, a zip by its entries.
     *
     * @throws CheckpointException if it is another zip, which nobody reads
     */
    static boolean is(Path file) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(HDF5.length);
        }
        if (!Arrays.equals(first, ZIP)) {
            return Arrays.equals(first, HDF5);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry(CONFIG) != null && zip.getEntry(WEIGHTS) != null) {
                return true;
            }
        } catch (ZipException e) {
            throw new CheckpointException("a zip must be whole; " + file + " could not be read (" + e.getMessage()
                    + "); save it again");
        }
        throw new CheckpointException("a zip must be one that Keras saved, with " + CONFIG + " and " + WEIGHTS + "; "
                + file + " is not; write the weights of a file of torch.save (.pt, .pth) as safetensors, with"
                + " safetensors.torch.save_file(model.state_dict(), \"m.safetensors\"), and read the zip of a network"
                + " of Deeplearning4j with --layout dl4j");
    }

    /** @throws CheckpointException if the file cannot be understood */
    static KerasArchive read(Path file) throws IOException {
        boolean zip;
        try (InputStream in = Files.newInputStream(file)) {
            zip = Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        }
        try {
            if (zip) {
                return readZip(file);
            }
            try (HdfFile content = new HdfFile(file)) {
                return readHdf(content, file.toString());
            }
        } catch (CheckpointException | IOException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever a broken file makes the reader do.
            throw new CheckpointException("a file of Keras must be whole; " + file + " could not be read ("
                    + e.getMessage() + "); save it again");
        }
    }

    private static KerasArchive readZip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode metadata = json(text(zip, "metadata.json", file), file.toString());
            JsonNode config = json(text(zip, CONFIG, file), file.toString());
            try (HdfFile weights = HdfFile.fromBytes(entry(zip, WEIGHTS, file))) {
                KerasArchive read = readHdf(weights, file.toString());
                return new KerasArchive(config, metadata.path("keras_version").asText(""), read.byClass, read.layers);
            }
        }
    }

    private static String text(ZipFile zip, String name, Path file) throws IOException {
        return new String(entry(zip, name, file), StandardCharsets.UTF_8);
    }

    private static byte[] entry(ZipFile zip, String name, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new CheckpointException("a .keras file must hold " + name + "; " + file + " does not; save the model"
                    + " with model.save(\"m.keras\")");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static KerasArchive readHdf(HdfFile content, String file) {
        String config = text(content, "model_config");
        Group weights = content.getChild("model_weights") instanceof Group group ? group : content;
        String version = text(content, "keras_version");
        if (version == null) {
            version = text(weights, "keras_version");
        }
        Map<String, List<Tensor>> layers = new LinkedHashMap<>();
        boolean byClass = weights.getAttribute("layer_names") == null && weights.getAttribute("layer_names0") == null;
        if (byClass) {
            Group store = STORES.stream().map(content::getChild).filter(Group.class::isInstance)
                    .map(Group.class::cast).findFirst().orElseThrow(() -> new CheckpointException("an HDF5 file must"
                            + " hold what Keras saves; " + file + " has neither layer_names nor layers; save the"
                            + " model with model.save"));
            for (String layer : inOrder(store.getChildren().keySet())) {
                List<Tensor> tensors = new ArrayList<>();
                collect((Group) store.getChild(layer), tensors);
                layers.put(layer, tensors);
            }
        } else {
            for (String layer : texts(weights, "layer_names")) {
                layers.put(layer, byName((Group) weights.getChild(layer)));
            }
        }
        return new KerasArchive(config == null ? null : json(config, file), version == null ? "" : version, byClass,
                layers);
    }

    /** From the input up, as far as names tell: HDF5 has them in the order of the alphabet. */
    private static List<String> inOrder(Collection<String> names) {
        return names.stream().sorted(Comparator
                .comparingInt((String name) -> name.startsWith("embedding") ? 0
                        : name.startsWith("dense") || name.startsWith("time_distributed") ? 2 : 1)
                .thenComparingInt(name -> Integer.parseInt("0" + name.replaceFirst("^.*?_?(\\d*)$", "$1")))).toList();
    }

    /** Variables of a layer and its parts by their numbers; those of random generators are none of the model's. */
    private static void collect(Group group, List<Tensor> tensors) {
        for (String part : PARTS) {
            if (!(group.getChild(part) instanceof Group inner)) {
                continue;
            }
            if (!part.equals("vars")) {
                collect(inner, tensors);
                continue;
            }
            for (int i = 0; inner.getChild(Integer.toString(i)) instanceof Dataset variable; i++) {
                tensors.add(tensor(variable));
            }
        }
    }

    private static List<Tensor> byName(Group layer) {
        List<Tensor> tensors = new ArrayList<>();
        for (String name : texts(layer, "weight_names")) {
            if (!name.contains("seed_generator")) {
                tensors.add(tensor(layer.getDatasetByPath(name)));
            }
        }
        return tensors;
    }

    private static Tensor tensor(Dataset dataset) {
        int[] shape = dataset.getDimensions();
        Object values = dataset.getDataFlat();
        if (values instanceof float[] single) {
            return new Tensor(dataset.getPath(), shape, single);
        }
        if (values instanceof double[] wide) {
            float[] single = new float[wide.length];
            for (int i = 0; i < wide.length; i++) {
                single[i] = (float) wide[i];
            }
            return new Tensor(dataset.getPath(), shape, single);
        }
        throw new CheckpointException("weights must be single or double precision; " + dataset.getPath()
                + " is of type "
                + dataset.getJavaType().getSimpleName());
    }

    /** A text, or {@code null}. */
    private static String text(Node node, String name) {
        Attribute attribute = node.getAttribute(name);
        return attribute == null ? null : String.valueOf(attribute.getData());
    }

    private static List<String> texts(Node node, String name) {
        List<String> texts = new ArrayList<>();
        Attribute attribute = node.getAttribute(name);
        for (int part = 0; attribute != null || part == 0; part++) {
            // None at all are an array of no numbers.
            if (attribute != null && attribute.getData() instanceof String[] some) {
                texts.addAll(List.of(some));
            }
            // More than an attribute can hold are several.
            attribute = node.getAttribute(name + part);
        }
        return texts;
    }

    static JsonNode json(String text, String file) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CheckpointException("the configuration of a Keras model must be JSON; that of " + file
                    + " is not: " + e.getOriginalMessage());
        }
    }
}
