package dev.unroll.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a safetensors file holds.
 *
 * @param tensors  in the order of the file, names unique
 * @param metadata texts by key; kept sorted, so that equal content has equal bytes
 * @param rounded  names of tensors that were read from double precision and lost some of it
 */
public record TensorFile(List<Tensor> tensors, Map<String, String> metadata, List<String> rounded) {

    public TensorFile {
        tensors = List.copyOf(tensors);
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        rounded = List.copyOf(rounded);
    }

    /** A file to be written. */
    public TensorFile(List<Tensor> tensors, Map<String, String> metadata) {
        this(tensors, metadata, List.of());
    }
}
