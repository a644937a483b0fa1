with events as (
    select * from {{ ref('stg_reference__spc_events') }}
),

-- Rows are only ever added: of those about the same thing the last one holds.
ranked as (
    select
        *,
        row_number() over (
            partition by
                measure_id, organisation_unit_id, event_type, coalesce(period_id, '')
            order by recorded_at desc, spc_event_id desc
        ) as recency
    from events
),

final as (
    select
        spc_event_id,
        measure_id,
        organisation_unit_id,
        event_type,
        period_id,
        point_count,
        reason
    from ranked
    where recency = 1 and not is_withdrawn
)

select * from final
