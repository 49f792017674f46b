/**
 * The report of a run: one HTML file made from the run folder's JSON files alone. Start at
 * {@link dev.unroll.report.ReportWriter}; what is concluded, and by which rules, is in {@link
 * dev.unroll.report.Verdict}.
 */
package dev.unroll.report;
