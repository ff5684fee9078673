-- A grant is written once. That another one took the place of one that had expired unspent is said by the
-- later row, which names the earlier; so no grant has to be marked, and no statement writes the table twice.

alter table exec_grant add column replaces text collate "C";
comment on column exec_grant.replaces is 'the grant of the same revision that had expired unspent; null for the first';

update exec_grant g
   set replaces = earlier.id
  from (select request_id, id as of, lag(id) over (partition by request_id, revision order by seq, id) as id
          from exec_grant) earlier
 where earlier.request_id = g.request_id and earlier.of = g.id and earlier.id is not null;

drop index exec_grant_one;
alter table exec_grant drop column lapsed_at;

-- Of one revision there is one first grant, and each has at most one that replaces it.
create unique index exec_grant_one on exec_grant (request_id, revision, coalesce(replaces, ''));

create trigger written_once before update or delete or truncate on exec_grant
  for each statement execute function refuse_change();
alter table exec_grant enable always trigger written_once;
