/**
 * A report's sections in other forms: Markdown, tables for LaTeX and spreadsheets, PDF. All read the markup of the
 * sections, so that none can say something else. Start at {@link dev.unroll.report.format.Markup}.
 */
package dev.unroll.report.format;
