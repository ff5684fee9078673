package dev.countersign.store;

import dev.countersign.card.Conversation;
import dev.countersign.card.Conversations;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Conversations on Postgres: one row each, the latest telling stays.
final class PostgresConversations implements Conversations {
  private static final Sql REMEMBER =
      Sql.of(
          """
          insert into chat_conversation
                 (surface, tenant, id, kind, name, service, user_id, member, present, at)
          values (:surface, :tenant, :id, :kind, :name, :service, :user, :member, :present, :at)
              on conflict (surface, tenant, id) do update
                 set kind = excluded.kind, name = coalesce(excluded.name, chat_conversation.name),
                     service = excluded.service, user_id = excluded.user_id, member = excluded.member,
                     present = excluded.present, at = excluded.at
               where chat_conversation.at <= excluded.at
          """);

  private static final String SELECT =
      """
      select surface, tenant, id, kind, name, service, user_id, member, present, at
        from chat_conversation
       where surface = :surface and tenant = :tenant
      """;

  private static final Sql FIND = Sql.of(SELECT + "and id = :id");

  private static final Sql PERSONAL =
      Sql.of(SELECT + "and user_id = :user and present order by at desc limit 1");

  private final Database database;

  PostgresConversations(Database database) {
    this.database = database;
  }

  @Override
  public void remember(Conversation told) {
    database.ask(
        REMEMBER,
        query ->
            query
                .bind("surface", WireName.of(told.address().surface()))
                .bind("tenant", told.address().tenant())
                .bind("id", told.address().channel())
                .bind("kind", WireName.of(told.kind()))
                .bind("name", told.name().orElse(null))
                .bind("service", told.service().toString())
                .bind("user", told.person().map(AccountId::user).orElse(null))
                .bind("member", told.member().orElse(null))
                .bind("present", told.present())
                .bind("at", Columns.time(told.at()))
                .update());
  }

  @Override
  public Optional<Conversation> find(ChatAddress address) {
    return database.ask(
        FIND,
        query ->
            query
                .bind("surface", WireName.of(address.surface()))
                .bind("tenant", address.tenant())
                .bind("id", address.channel())
                .first(row -> conversation(row)));
  }

  @Override
  public Optional<Conversation> personal(AccountId person) {
    return database.ask(
        PERSONAL,
        query ->
            query
                .bind("surface", WireName.of(person.surface()))
                .bind("tenant", person.tenant())
                .bind("user", person.user())
                .first(row -> conversation(row)));
  }

  private static Conversation conversation(ResultSet row) throws SQLException {
    Surface surface = WireName.require(Surface.class, row.getString("surface"));
    String tenant = row.getString("tenant");
    return new Conversation(
        new ChatAddress(surface, tenant, row.getString("id")),
        WireName.require(Conversation.Kind.class, row.getString("kind")),
        Optional.ofNullable(row.getString("name")),
        URI.create(row.getString("service")),
        Optional.ofNullable(row.getString("user_id"))
            .map(user -> new AccountId(surface, tenant, user)),
        Optional.ofNullable(row.getString("member")),
        row.getBoolean("present"),
        Columns.time(row, "at"));
  }
}
