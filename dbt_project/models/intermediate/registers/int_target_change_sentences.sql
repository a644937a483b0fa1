with changes as (
    select * from {{ ref('int_target_changes') }}
),

differences as (
    select * from {{ ref('int_target_change_differences') }}
),

measures as (
    select
        measures.measure_id,
        measures.name,
        units.prefix,
        units.suffix
    from {{ ref('stg_reference__measures') }} as measures
    left join {{ ref('stg_reference__units') }} as units
        on measures.unit = units.unit
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

months as (
    select
        date_day,
        month_name
    from {{ ref('int_dates') }}
    where calendar = 'calendar'
),

-- A target without a figure is quoted in the paper's own words.
worded as (
    select
        changes.*,
        measures.name,
        coalesce(differences.difference, '') as difference,
        coalesce(
            {{ with_unit(
                format_short('changes.old_target_value'), 'changes.old_target_value',
                'measures.prefix', 'measures.suffix'
            ) }},
            '“' || changes.old_target_text || '”', 'no figure'
        ) as old_target,
        coalesce(
            {{ with_unit(
                format_short('changes.new_target_value'), 'changes.new_target_value',
                'measures.prefix', 'measures.suffix'
            ) }},
            '“' || changes.new_target_text || '”', 'no figure'
        ) as new_target,
        {{ long_date('changes.effective_from_date', 'effective.month_name') }}
            as effective_day,
        {{ long_date('cast(changes.recorded_at as date)', 'recorded.month_name') }}
            as recorded_day,
        {{ by_whom('authors.title', 'approvers.title') }} as by_whom
    from changes
    inner join measures
        on changes.measure_id = measures.measure_id
    left join differences
        on changes.target_version_id = differences.target_version_id
    inner join months as effective
        on changes.effective_from_date = effective.date_day
    inner join months as recorded
        on cast(changes.recorded_at as date) = recorded.date_day
    left join posts as authors
        on changes.author_post_id = authors.post_id
    left join posts as approvers
        on changes.approver_post_id = approvers.post_id
),

final as (
    select
        target_version_id,
        name || ': target '
        || case change_type
            when 'set' then 'set at ' || new_target
            when 'changed' then 'changed'
            else 'corrected'
        end
        -- Where the figure stays, the way there changed, or its deadline.
        || case
            when change_type = 'set' then ''
            when old_target = new_target
                then ' in how it is reached, still ' || new_target
            else ' from ' || old_target || ' to ' || new_target
        end
        || difference || ', in force from ' || effective_day
        || '; recorded on ' || recorded_day
        || by_whom
        || coalesce('. ' || rtrim(reason, '.'), '') || '.' as explanation
    from worded
)

select * from final
