with changes as (
    select
        target_version_id,
        old_target_version_id
    from {{ ref('int_target_changes') }}
),

periods as (
    select * from {{ ref('int_target_change_periods') }}
),

texts as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period
    from {{ ref('int_status_texts') }}
),

rag_statuses as (
    select
        rag_status,
        lower(name) as colour
    from {{ ref('stg_reference__rag_statuses') }}
),

-- The first colour that changed tells most, or else the first colour there is.
ranked as (
    select
        *,
        row_number() over (
            partition by target_version_id
            order by
                case
                    when rag_status_before != rag_status_after then 0
                    when rag_status_after != 'none' then 1
                    else 2
                end,
                period_end_date,
                period_id
        ) as telling_rank
    from periods
),

counted as (
    select
        target_version_id,
        sum(case
            when rag_status_before != 'none' or rag_status_after != 'none' then 1
            else 0
        end) as judged_count,
        sum(case when rag_status_before != rag_status_after then 1 else 0 end)
            as changed_count
    from periods
    group by target_version_id
),

final as (
    select
        changes.target_version_id,
        ranked.rag_status_before,
        case when ranked.rag_status_before is not null then ranked.period_id end
            as period_id_before,
        ranked.rag_status_after,
        ranked.period_id as period_id_after,
        coalesce(counted.judged_count, 0) as judged_period_count,
        case
            when changes.old_target_version_id is not null
                then coalesce(counted.changed_count, 0)
        end as changed_period_count,
        case
            when ranked.target_version_id is null
                then 'No complete period is judged by it yet.'
            when changes.old_target_version_id is null
                then
                    'The first period it judges, ' || texts.period || ', is '
                    || new_colours.colour || '.'
            when counted.changed_count = 0
                then
                    'No colour changes: '
                    || {{ judged_alike('counted.judged_count', 'complete period') }}
            else
                {{ format_unsigned('counted.changed_count', 0) }} || ' of '
                || {{ counted('counted.judged_count', 'complete period') }}
                || ' change' || case when counted.changed_count = 1 then 's' else '' end
                || ' colour; the first is ' || texts.period || ', '
                || new_colours.colour || ' instead of ' || old_colours.colour || '.'
        end as effect
    from changes
    left join counted
        on changes.target_version_id = counted.target_version_id
    left join ranked
        on
            changes.target_version_id = ranked.target_version_id
            and ranked.telling_rank = 1
            and (
                ranked.rag_status_before != 'none' or ranked.rag_status_after != 'none'
            )
    left join texts using (measure_id, organisation_unit_id, period_id)
    left join rag_statuses as old_colours
        on ranked.rag_status_before = old_colours.rag_status
    left join rag_statuses as new_colours
        on ranked.rag_status_after = new_colours.rag_status
)

select * from final
