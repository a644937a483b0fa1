{%- set keys = 'publication_id, measure_id, organisation_unit_id, period_id' -%}

with published as (
    select
        {{ keys }},
        current_load_id,
        known_before_at
    from {{ ref('int_published_rows') }}
),

measures as (
    select
        measure_id,
        source_system
    from {{ ref('stg_reference__measures') }}
),

loads as (
    select
        load_id,
        max(source) as source,
        max(known_at) as known_at
    from {{ ref('stg_ledger__loads') }}
    group by load_id
),

source_loads as (
    select
        source,
        max(known_at) as known_at
    from loads
    group by source
),

-- A record that went, or one of another month, leaves no load on the row it changed: by
-- the newest load of the source it was known at the latest.
final as (
    select
        {{ keys }},
        case
            when loads.known_at >= published.known_before_at then loads.known_at
            when source_loads.known_at >= published.known_before_at
                then source_loads.known_at
        end as loaded_at,
        case
            when loads.known_at >= published.known_before_at then loads.source
            else source_loads.source
        end as loaded_source
    from published
    left join measures using (measure_id)
    left join loads
        on published.current_load_id = loads.load_id
    left join source_loads
        on measures.source_system = source_loads.source
)

select * from final
