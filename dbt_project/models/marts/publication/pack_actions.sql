with packs as (
    select * from {{ ref('int_packs') }}
),

register as (
    select * from {{ ref('fct_register_entries') }}
),

measures as (
    select
        measure_id,
        measure_type
    from {{ ref('stg_reference__measures') }}
),

objectives as (
    select
        publication_id,
        objective_id
    from {{ ref('int_pack_objectives') }}
),

-- As its scorecard shows it: the whole register. A forum that is shown one type of
-- measure is shown what concerns it and its objectives.
final as (
    select
        packs.publication_id,
        cast(row_number() over (
            partition by packs.publication_id
            order by
                register.entry_type,
                register.measure_id,
                register.objective_id,
                register.reference,
                register.position
        ) as integer) as entry_number,
        register.entry_type,
        register.measure_id,
        register.objective_id,
        register.reference,
        register.description,
        register.post_id,
        register.forum_id,
        register.due_text,
        register.entry_status,
        register.is_overdue,
        register.due_on_date,
        register.done_on_date
    from packs
    inner join register
        on packs.scorecard_id = register.scorecard_id
    left join measures
        on register.measure_id = measures.measure_id
    left join objectives
        on
            packs.publication_id = objectives.publication_id
            and register.objective_id = objectives.objective_id
    where
        packs.measure_type is null
        or packs.measure_type = measures.measure_type
        or objectives.objective_id is not null
)

select * from final
