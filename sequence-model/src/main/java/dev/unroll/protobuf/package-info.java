/** Messages of Protocol Buffers, written: all that the few formats need which are made of them. */
package dev.unroll.protobuf;
