with withheld as (
    select
        publication_id,
        measure_id,
        current_load_id,
        known_before_at
    from {{ ref('int_published_rows') }}
    where is_withheld
),

loads as (
    select
        source,
        load_id,
        known_at
    from {{ ref('stg_ledger__loads') }}
),

measures as (
    select
        measure_id,
        source_system
    from {{ ref('stg_reference__measures') }}
),

source_loads as (
    select
        source,
        max(known_at) as known_at
    from loads
    group by source
),

own_loads as (
    select
        load_id,
        max(known_at) as known_at
    from loads
    group by load_id
),

-- Of what was withheld nobody was shown what it was: by its own load, or the newest one
-- of its source, it is known as it is now at the latest.
known as (
    select
        withheld.publication_id,
        withheld.measure_id,
        case
            when own_loads.known_at >= withheld.known_before_at then own_loads.known_at
            when source_loads.known_at >= withheld.known_before_at
                then source_loads.known_at
        end as known_since_at
    from withheld
    inner join measures
        on withheld.measure_id = measures.measure_id
    left join own_loads
        on withheld.current_load_id = own_loads.load_id
    left join source_loads
        on measures.source_system = source_loads.source
),

final as (
    select
        publication_id,
        measure_id,
        max(known_since_at) as known_since_at
    from known
    where known_since_at is not null
    group by publication_id, measure_id
)

select * from final
