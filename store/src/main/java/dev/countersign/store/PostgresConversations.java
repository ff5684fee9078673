package dev.countersign.store;

import dev.countersign.card.Conversation;
import dev.countersign.card.Conversations;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.store.BatchRows.Column;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
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

  private static final Sql FIND =
      Sql.of(
          """
          select surface, tenant, id, kind, name, service, user_id, member, present, at
            from chat_conversation
           where surface = :surface and tenant = :tenant and id = :id
          """);

  private static final BatchRows<AccountId> PEOPLE =
      new BatchRows<>(
          "person",
          List.of(
              Column.text("surface", account -> WireName.of(account.surface())),
              Column.text("tenant", AccountId::tenant),
              Column.text("user_id", AccountId::user)));

  private static final Sql PERSONAL =
      Sql.of(
          """
          select own.*
            from %s
           cross join lateral (
                  select surface, tenant, id, kind, name, service, user_id, member, present, at
                    from chat_conversation
                   where surface = person.surface and tenant = person.tenant
                     and user_id = person.user_id and present
                   order by at desc, id desc
                   limit 1) own
           order by person.nth
           limit :most
          """
              .formatted(PEOPLE.unnested()));

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
  public List<Conversation> personal(List<AccountId> people, int most) {
    return database.ask(
        PERSONAL,
        query -> {
          PEOPLE.bind(query, people);
          return query.bind("most", most).list(PostgresConversations::conversation);
        });
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
