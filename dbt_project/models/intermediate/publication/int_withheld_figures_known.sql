with published as (
    select * from {{ ref('int_published_rows') }}
    where is_withheld
),

loads as (
    select * from {{ ref('int_published_loads') }}
    where loaded_at is not null
),

-- Of what was withheld nobody was shown what it was: it is known as it is now by what
-- came last.
final as (
    select
        publication_id,
        measure_id,
        max(loads.loaded_at) as known_since_at
    from published
    inner join loads
        using (publication_id, measure_id, organisation_unit_id, period_id)
    group by publication_id, measure_id
)

select * from final
