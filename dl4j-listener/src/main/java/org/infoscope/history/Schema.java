package org.infoscope.history;

import java.util.List;

/** The tables of a {@link RunHistory}, version {@value RunFile#SCHEMA}; docs/run-history.md describes them. */
final class Schema {

    static final List<String> STATEMENTS = List.of(
            "CREATE TABLE sources (id INTEGER PRIMARY KEY, session TEXT NOT NULL, type TEXT NOT NULL,"
                    + " worker TEXT NOT NULL, UNIQUE (session, type, worker))",
            "CREATE TABLE classes (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
            "CREATE TABLE records (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, source INTEGER NOT NULL"
                    + " REFERENCES sources, time INTEGER NOT NULL, class INTEGER NOT NULL REFERENCES classes,"
                    + " content BLOB NOT NULL)",
            "CREATE INDEX records_by_time ON records (source, kind, time)",
            "CREATE TABLE runs (source INTEGER PRIMARY KEY REFERENCES sources, session TEXT NOT NULL,"
                    + " worker TEXT NOT NULL, run TEXT NOT NULL, started TEXT NOT NULL, model TEXT NOT NULL,"
                    + " probe TEXT NOT NULL, settings TEXT NOT NULL)",
            "CREATE TABLE series (source INTEGER NOT NULL REFERENCES sources, series TEXT NOT NULL,"
                    + " label TEXT NOT NULL, metric TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,"
                    + " description TEXT NOT NULL, options TEXT NOT NULL, PRIMARY KEY (source, series)) WITHOUT ROWID",
            "CREATE TABLE steps (record INTEGER PRIMARY KEY REFERENCES records, iteration INTEGER NOT NULL,"
                    + " epoch INTEGER NOT NULL, time INTEGER NOT NULL)",
            "CREATE TABLE curves (id INTEGER PRIMARY KEY, layer TEXT NOT NULL, metric TEXT NOT NULL,"
                    + " series TEXT NOT NULL, statistic TEXT NOT NULL, unit TEXT NOT NULL,"
                    + " UNIQUE (layer, metric, series, statistic, unit))",
            "CREATE TABLE flags (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
            "CREATE TABLE points (record INTEGER NOT NULL REFERENCES steps, curve INTEGER NOT NULL REFERENCES curves,"
                    + " value REAL, flag INTEGER REFERENCES flags)",
            "CREATE TABLE writers (id INTEGER PRIMARY KEY, process INTEGER NOT NULL, opened TEXT NOT NULL,"
                    + " closed TEXT)",
            "CREATE VIEW readings AS SELECT coalesce(runs.run, sources.session) AS run, sources.session,"
                    + " sources.worker, steps.iteration, steps.epoch,"
                    + " strftime('%Y-%m-%dT%H:%M:%S', steps.time / 1000, 'unixepoch')"
                    + " || printf('.%03dZ', steps.time % 1000) AS time,"
                    + " nullif(curves.layer, '') AS layer, curves.metric, nullif(curves.series, '') AS series,"
                    + " nullif(curves.statistic, '') AS statistic, points.value, nullif(curves.unit, '') AS unit,"
                    + " flags.text AS flag"
                    + " FROM points JOIN steps ON steps.record = points.record"
                    + " JOIN records ON records.id = points.record"
                    + " JOIN sources ON sources.id = records.source"
                    + " JOIN curves ON curves.id = points.curve"
                    + " LEFT JOIN runs ON runs.source = sources.id"
                    + " LEFT JOIN flags ON flags.id = points.flag");

    /**
     * What a file may lack that was made before there were curves: it can be read without and gets it from its next writer.
     */
    static final List<String> ADDED = List.of(
            "CREATE TABLE IF NOT EXISTS blocks (id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES sources,"
                    + " first_record INTEGER NOT NULL, last_record INTEGER NOT NULL, steps INTEGER NOT NULL,"
                    + " readings INTEGER NOT NULL, first_iteration INTEGER NOT NULL, last_iteration INTEGER NOT NULL,"
                    + " content BLOB NOT NULL)",
            "CREATE INDEX IF NOT EXISTS blocks_by_record ON blocks (source, first_record, last_record, steps, readings,"
                    + " first_iteration, last_iteration)");

    private Schema() {}
}
