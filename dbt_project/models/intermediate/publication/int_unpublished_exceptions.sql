{%- set keys = 'measure_id, organisation_unit_id, period_id' -%}

with packs as (
    select
        publication_id,
        published_on_date
    from {{ ref('stg_publications__packs') }}
),

shown as (
    select
        publication_id,
        {{ keys }}
    from {{ ref('stg_publications__measures') }}
    where not is_withheld
),

published as (
    select
        publication_id,
        {{ keys }},
        exception_rule_id
    from {{ ref('stg_publications__exceptions') }}
),

exceptions as (
    select * from {{ ref('int_exceptions') }}
),

-- A criterion met now about a figure that was shown without it. One that looks at the
-- latest point is met at a shown period only where no later point has come: it was the
-- latest then, too.
final as (
    select
        publication_id,
        {{ keys }},
        exceptions.exception_rule_id,
        exceptions.is_waived,
        packs.published_on_date
    from shown
    inner join packs using (publication_id)
    inner join exceptions using ({{ keys }})
    left join published using (publication_id, {{ keys }}, exception_rule_id)
    where published.publication_id is null
)

select * from final
