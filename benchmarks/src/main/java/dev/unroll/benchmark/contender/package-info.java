/**
 * Who is measured: each {@link dev.unroll.benchmark.contender.Contender} in a process of its own, which a
 * {@link dev.unroll.benchmark.contender.ContenderMain} answers for and a
 * {@link dev.unroll.benchmark.contender.RemoteContender} speaks to.
 */
package dev.unroll.benchmark.contender;
