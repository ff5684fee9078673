-- The versions of a deployment: the bytes of each file that was in force or was proposed, and beside
-- each row that makes a file current the number of the sealed entry that tells of it.

create table file_text (
  kind   text collate "C" not null check (kind in ('policy', 'connections')),
  digest text collate "C" not null,
  text   bytea not null check (octet_length(text) <= 1048576),
  primary key (kind, digest),
  constraint file_text_digest check
    (digest = 'sha-256:' || rtrim(translate(encode(sha256(text), 'base64'), '+/', '-_'), '='))
);
comment on table file_text is 'the bytes of the files of all versions; inserted and read, never changed';

create trigger written_once before update or delete or truncate on file_text
  for each statement execute function refuse_change();
alter table file_text enable always trigger written_once;

alter table deployed_file add column entry integer;
comment on column deployed_file.entry is 'the number of the deployment''s entry that tells of it';

-- Damage is for `verify` to tell: it keeps no database from being migrated.
create function document(bytes bytea) returns json
  language plpgsql as $$
begin
  return cast(convert_from(bytes, 'UTF8') as json);
exception when others then
  return null;
end
$$;

-- What an earlier release wrote: its entries are counted by kind, as its rows are. A row that no entry
-- tells of names none, and is not believed.
alter table deployed_file disable trigger written_once;
update deployed_file f
   set entry = coalesce(
         (select told.seq
            from (select e.seq, e.told #>> '{data,file}' as kind, e.told #>> '{data,digest}' as digest,
                         row_number() over (partition by e.told #>> '{data,file}' order by e.seq) as number
                    from (select seq, document(body) as told from deployment_entry) e
                   where e.told ->> 'type' = 'file_deployed') told
           where told.kind = f.kind and told.number = f.number and told.digest = f.digest),
         0);
alter table deployed_file enable always trigger written_once;
alter table deployed_file alter column entry set not null;

-- No row brings a former file back with the entry of its time.
create unique index deployed_file_entry on deployed_file (entry) where entry > 0;
drop function document(bytea);
