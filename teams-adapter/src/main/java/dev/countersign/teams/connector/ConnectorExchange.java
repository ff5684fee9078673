package dev.countersign.teams.connector;

/// One call to the Bot Connector: its answer of success, or why there is none.
sealed interface ConnectorExchange permits HttpAnswer.Answered, ConnectorAnswer.Failed {}
