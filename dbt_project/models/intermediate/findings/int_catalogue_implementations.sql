with measures as (
    select
        measure_id,
        scorecard_id,
        measure_kind,
        source_system
    from {{ ref('stg_reference__measures') }}
),

source_systems as (
    select
        source_system,
        name as source_system_name,
        is_connected
    from {{ ref('stg_reference__source_systems') }}
),

implemented as (
    {% for measure_id in computed_measures() -%}
    select '{{ measure_id }}' as measure_id
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}
),

returned as (
    select distinct measure_id
    from {{ ref('int_return_observations') }}
),

joined as (
    select
        coalesce(measures.measure_id, implemented.measure_id) as measure_id,
        measures.scorecard_id,
        measures.measure_kind,
        measures.source_system,
        source_systems.source_system_name,
        measures.measure_id is not null as is_in_catalogue,
        implemented.measure_id is not null as is_implemented,
        coalesce(source_systems.is_connected, false) as is_connected,
        returned.measure_id is not null as is_returned
    from measures
    full outer join implemented
        on measures.measure_id = implemented.measure_id
    left join source_systems
        on measures.source_system = source_systems.source_system
    left join returned
        on measures.measure_id = returned.measure_id
),

final as (
    select
        measure_id,
        scorecard_id,
        source_system,
        source_system_name,
        case
            when not is_in_catalogue then 'not_in_catalogue'
            when not is_connected then 'source_not_connected'
            when measure_kind = 'composite' then 'from_parts'
            when source_system = 'returns' and is_returned then 'returned'
            when source_system = 'returns' then 'not_yet_returned'
            when is_implemented then 'computed'
            else 'not_implemented'
        end as implementation_status,
        is_in_catalogue,
        is_implemented,
        is_connected
    from joined
)

select * from final
