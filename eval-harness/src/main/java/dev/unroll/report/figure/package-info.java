/**
 * Charts of a report as still figures, drawn from the same data as the moving ones: SVG and PDF. Start at {@link
 * dev.unroll.report.figure.Figure}.
 */
package dev.unroll.report.figure;
