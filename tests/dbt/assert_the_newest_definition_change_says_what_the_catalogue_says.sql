{{ config(meta={"dagster": {"ref": {"name": "definition_changes"}}}) }}

-- The seed and not the mart: a build as known by a past day has the texts of today.

with ranked as (
    select
        *,
        row_number() over (
            partition by measure_id, field
            order by
                effective_from_date desc, recorded_at desc, definition_change_id desc
        ) as recency
    from {{ ref('definition_changes') }}
),

measures as (
    select * from {{ ref('dim_measures') }}
),

stated as (
    select
        ranked.definition_change_id,
        ranked.field,
        ranked.new_text,
        case ranked.field
            when 'name' then measures.name
            when 'definition' then measures.definition
            when 'population' then measures.population
            when 'exclusions' then measures.exclusions
            when 'numerator_description' then measures.numerator_description
            when 'denominator_description' then measures.denominator_description
            when 'source_description' then measures.source_description
        end as stated_text
    from ranked
    inner join measures
        on ranked.measure_id = measures.measure_id
    where ranked.recency = 1
)

select
    definition_change_id,
    field
from stated
where coalesce(new_text, '') != coalesce(stated_text, '')
