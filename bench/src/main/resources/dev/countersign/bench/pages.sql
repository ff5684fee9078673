-- Copies of the requests that a gate opened, under ids of the same moment, as many as are wanted: with their proposals,
-- the two entries that lists read, and a card. The first of them wait, spread over risk and time; the others were
-- approved by one vote or ran out. Copies have no chains: no page of a list reads them.
create temporary table copied as
  with template as (
         select id, row_number() over (order by id) as nth, count(*) over () as many from proposal)
  select n, left(t.id, 15) || lpad(upper(to_hex(n)), 16, '0') as id, t.id as original, n <= :waiting as waits,
         (n * 2654435761) % 100000 as r,
       translate(encode(sha256(convert_to(cast(n as text), 'UTF8')), 'base64'), '+/=', '-_') as hash
    from generate_series(cast(1 as bigint), cast(:all as bigint)) n
    join template t on t.nth = 1 + n % t.many;
insert into proposal (id, agent, owner, action, context, ruling, conflicted, created_at, deed, deed_object, words)
select c.id, p.agent, p.owner, p.action, p.context, p.ruling, p.conflicted, p.created_at - make_interval(secs => c.r * 5),
       p.deed, p.deed_object, p.words
  from copied c join proposal p on p.id = c.original;
insert into audit_entry (request_id, seq, body, seal_key, mac)
select c.id, e.seq, e.body, e.seal_key, e.mac
  from copied c join audit_entry e on e.request_id = c.original
 where e.seq <= 2;
insert into posted_card (request_id, id, revision, version, seq, surface, tenant, channel, digest, message_id,
       personal, at)
select id, 'card_' || substr(id, 6), 1, 1, 3, 'slack', 'T0BENCH', 'C0LEADS01', 'sha-256:' || hash, '17' || n, false, now()
  from copied;
insert into vote (request_id, revision, person, seq, surface, tenant, account, decision, action, card, stage,
       for_group, token, callback, at, seal_key, mac)
select id, 1, 'marc', 4, 'slack', 'T0BENCH', 'U0MARC', case when r % 7 = 0 then 'reject' else 'approve' end,
       'sha-256:' || hash, 'sha-256:' || hash, 0, 'support-leads-01', 'jti', 'sha-256:' || hash,
       now(), 'evk-1', sha256(convert_to(id, 'UTF8'))
  from copied
 where not waits and r % 10 < 8;
insert into request (id, agent, state, situation, revision, version, stage, asks, asks_too, due, deadline, risk_rank,
       audit_seq, audit_hash, likeness, target, places, action_kind, target_system, dry_run, on_behalf_of)
select c.id, q.agent,
       case when c.waits then 'pending' when c.r % 10 >= 8 then 'expired' when c.r % 7 = 0 then 'rejected' else 'approved' end,
       cast(case when c.waits then '{"status":"pending"}'
                 when c.r % 10 >= 8 then '{"status":"expired","at":"2026-01-01T00:00:00Z"}'
                 when c.r % 7 = 0 then '{"status":"rejected","by":"marc","at":"2026-01-01T00:00:00Z"}'
                 else '{"status":"approved","mode":"quorum","at":"2026-01-01T00:00:00Z","execution":{"status":"not_granted","at":"2026-01-01T00:00:00Z"}}'
            end as json),
       1, q.version, case when c.waits then q.stage end, case when c.waits then q.asks end,
       case when c.waits then q.asks_too end,
       case when c.waits then now() + make_interval(secs => 600 + c.r) end,
       now() + make_interval(secs => case when c.waits then 600 + c.r else -c.r end),
       case when c.r % 20 < 8 then 0 when c.r % 20 < 16 then 1 when c.r % 20 < 19 then 2 else 3 end,
       q.audit_seq, q.audit_hash, 'sha-256:' || c.hash, q.target, '{}', q.action_kind, q.target_system, q.dry_run,
       q.on_behalf_of
  from copied c join request q on q.id = c.original;
drop table copied;
