with changes as (
    select
        target_version_id,
        old_target_version_id
    from {{ ref('int_target_changes') }}
),

targets as (
    select
        target_version_id,
        registered_version_id
    from {{ ref('int_targets') }}
),

statuses as (
    select * from {{ ref('int_statuses') }}
),

clauses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period
    from {{ ref('int_status_clauses') }}
),

rag_statuses as (
    select
        rag_status,
        name
    from {{ ref('stg_reference__rag_statuses') }}
),

judged as (
    select
        statuses.period_id,
        statuses.period_end_date,
        targets.registered_version_id as target_version_id,
        statuses.rag_status,
        lower(rag_statuses.name) as colour,
        clauses.period
    from statuses
    inner join targets
        on statuses.target_version_id = targets.target_version_id
    inner join clauses using (measure_id, organisation_unit_id, period_id)
    inner join rag_statuses
        on statuses.rag_status = rag_statuses.rag_status
    where
        statuses.is_complete
        and statuses.rag_status != 'none'
),

-- The last colour the old version gave, and the first the new one gave.
numbered as (
    select
        *,
        row_number() over (
            partition by target_version_id order by period_end_date asc, period_id asc
        ) as nth_from_first,
        row_number() over (
            partition by target_version_id order by period_end_date desc, period_id desc
        ) as nth_from_last
    from judged
),

final as (
    select
        changes.target_version_id,
        old_colours.rag_status as rag_status_before,
        old_colours.period_id as period_id_before,
        new_colours.rag_status as rag_status_after,
        new_colours.period_id as period_id_after,
        coalesce(
            ' By the old target, ' || old_colours.period || ' was '
            || old_colours.colour || '.', ''
        )
        || coalesce(
            ' By the new one, ' || new_colours.period || ' was '
            || new_colours.colour || '.', ''
        ) as sentence
    from changes
    left join numbered as old_colours
        on
            changes.old_target_version_id = old_colours.target_version_id
            and old_colours.nth_from_last = 1
    left join numbered as new_colours
        on
            changes.target_version_id = new_colours.target_version_id
            and new_colours.nth_from_first = 1
)

select * from final
