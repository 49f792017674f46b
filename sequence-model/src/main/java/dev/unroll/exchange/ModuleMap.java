package dev.unroll.exchange;

import java.util.List;

/**
 * A module or layer of another framework, whose name a file may choose.
 *
 * @param name    what it is called when it is written
 * @param tensors at least one
 */
public record ModuleMap(String name, List<TensorMap> tensors) {

    public ModuleMap {
        tensors = List.copyOf(tensors);
    }

    /** A tensor's whole name if this module is called {@code module}; empty: the tensor's own. */
    static String nameIn(String module, TensorMap tensor, Layout layout) {
        return module.isEmpty() ? tensor.name() : module + layout.separator() + tensor.name();
    }
}
