-- What a list says of a request, so that the queue reads no bodies. Null for what asks nobody, and for
-- what an earlier release had opened and decided.

alter table request
  add column action_kind text collate "C",
  add column target_system text collate "C",
  add column dry_run boolean,
  add column on_behalf_of text;
comment on column request.action_kind is 'the class of the action and how it acts, in one word';
comment on column request.on_behalf_of is 'the name that the proposal gives, as it gives it';

-- Damage is for `verify` to tell: it keeps no other request from being moved.
create function document(bytes bytea) returns json
  language plpgsql as $$
begin
  return cast(convert_from(bytes, 'UTF8') as json);
exception when others then
  return null;
end
$$;

-- A migration moves no request, so it may also run while everything is on hold.
alter table request disable trigger on_hold;

update request r
   set action_kind = coalesce(
         p.action #>> '{proposed_changes,class}'
           || coalesce('_' || lower(p.action #>> array['proposed_changes',
                case p.action #>> '{proposed_changes,class}'
                  when 'message' then 'channel'
                  when 'record_change' then 'operation'
                  when 'api_call' then 'method' end]), ''),
         'unknown'),
       target_system = coalesce(p.action ->> 'target_system', 'unknown'),
       dry_run = coalesce(p.context ->> 'dry_run' = 'true', false),
       on_behalf_of = p.context #>> '{agent,on_behalf_of}'
  from (select waiting.id, document(frozen.action) as action, document(frozen.context) as context
          from request waiting
          join proposal frozen on frozen.id = waiting.id
         where waiting.state = 'pending') p
 where p.id = r.id;

alter table request enable always trigger on_hold;
drop function document(bytea);

alter table request
  add constraint request_outlined check
    (state <> 'pending'
      or (action_kind is not null and target_system is not null and dry_run is not null));
